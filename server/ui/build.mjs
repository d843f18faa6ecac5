// Bundles the pages' scripts and styles into the folder given as the first argument, with the licences of all
// packages that went in.
import { build } from "esbuild";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeOutlines } from "./outlines.mjs";

const outdir = process.argv[2] ?? "../static";

await build({
  entryPoints: ["src/timeline.ts", "src/network.ts", "src/proofs.ts", "src/parting.ts", "src/attempt.ts", "src/editor.ts", "src/review.ts", "src/fonts.css", "src/page.css", "src/rooms.css"],
  outdir,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  loader: { ".svg": "dataurl", ".png": "dataurl", ".woff2": "file" },
  assetNames: "[name]",
  logLevel: "warning",
});

await writeOutlines("node_modules/world-atlas/countries-110m.json", join(outdir, "world.svg"));

// Packages come with others already bundled into them, so every one that is installed to run counts.
const { packages } = JSON.parse(await readFile("package-lock.json", "utf8"));
const places = Object.keys(packages).filter((place) => place && !packages[place].dev && !packages[place].optional);

async function notice(place) {
  const { name, version, license } = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
  const files = (await readdir(place)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(place, file), "utf8")));
  return [`${name} ${version} (${license ?? "see text"})`, ...texts.map((text) => text.trim())].join("\n\n");
}

const notices = await Promise.all(places.sort().map(notice));
await writeFile(join(outdir, "licences.txt"), `${notices.join("\n\n----\n\n")}\n`);
