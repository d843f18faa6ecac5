// Where does the page of the network get its drawing? From the figures that came with the page.
import { type Network, NetworkDrawing } from "./networkdrawing.ts";

const host = document.getElementById("network");
const held = document.getElementById("drawing")?.textContent;
if (host && held) new NetworkDrawing(host, JSON.parse(held) as Network);
