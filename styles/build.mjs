// Builds static/css and static/fonts from styles/ and the packages that package-lock.json locks: `make css`.
// What it builds is committed, so that running the project needs no Node.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import rtlcss from "rtlcss";
import * as sass from "sass";
import subsetFont from "subset-font";

const FONTSOURCE = "node_modules/@fontsource";
const WEIGHTS = [400, 700];

// Noto's "latin-ext" weighs 55 kB a weight: only the letters of our languages are kept.
// Polish, Romanian, Lithuanian, Slovak, Hungarian, Latvian, and S and T with a cedilla as old keyboards write Romanian.
const EXTENDED =
  "ĄąĆćĘęŁłŃńŚśŹźŻż" + "ĂăȘșȚțŞşŢţ" + "ČčĖėĮįŠšŲųŪūŽž" + "ĎďĹĺĽľŇňŔŕŤť" + "ŐőŰű" + "ĀāĒēĢģĪīĶķĻļŅņ" + "Ẽẽ";
// Arabic letters, vowel signs, digits and punctuation; Persian, Kurdish and Pashto letters are not offered languages.
const ARABIC = [[0x600, 0x605], [0x60c, 0x60d], [0x61b, 0x61f], [0x621, 0x63a], [0x640, 0x655], [0x660, 0x66d], [0x670, 0x671], [0x6d4, 0x6d4]]
  .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)))
  .join("");

const source = (family, script, weight) => `${FONTSOURCE}/${family}/files/${family}-${script}-${weight}-normal.woff2`;

async function font(family, script, weight, letters) {
  const whole = await readFile(source(family, script, weight));
  const built = letters ? await subsetFont(whole, letters, { targetFormat: "woff2" }) : whole;
  const name = `static/fonts/noto-${script}-${weight}.woff2`;
  await writeFile(name, built);
  console.log(name, built.length);
}

async function style(name) {
  const options = { style: "compressed", charset: false, loadPaths: ["node_modules"], quietDeps: true };
  const { css } = sass.compile(`styles/${name}.scss`, options);
  await writeFile(`static/css/${name}.css`, `${css}\n`);
  await writeFile(`static/css/${name}.rtl.css`, `${rtlcss.process(css)}\n`);
  console.log(`static/css/${name}.css`, css.length);
}

await Promise.all(["static/css", "static/fonts"].map((folder) => mkdir(folder, { recursive: true })));
for (const weight of WEIGHTS) {
  await font("noto-sans", "latin", weight);
  await font("noto-sans", "latin-ext", weight, EXTENDED);
  await font("noto-sans", "cyrillic", weight);
  await font("noto-sans-arabic", "arabic", weight, ARABIC);
}
await style("hope");
