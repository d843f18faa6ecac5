// Which links of a page open a proof? All that lead to one.
import { offerProof } from "./proofrow.ts";

for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="/explain?"]')) offerProof(link);
