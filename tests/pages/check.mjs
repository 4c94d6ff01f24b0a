// Checks a published site, a folder: `node check.mjs SITE_DIR`.
// Prints one line a check and what failed; exits with 1 if anything did.
//
//   --sample N     read at most N pages with the HTML checker and against the
//                  schemas, evenly chosen (default: all)
//   --only A,B     run only these of: html, browser, json, xml, links

import { openSite } from "./site.mjs";
import { checkHtml } from "./checks/html.mjs";
import { checkInBrowser } from "./checks/browser.mjs";
import { checkJson, checkXml } from "./checks/schemas.mjs";
import { checkLinks } from "./checks/links.mjs";

const CHECKS = {
  html: checkHtml,
  json: checkJson,
  xml: checkXml,
  links: checkLinks,
  browser: checkInBrowser,
};

/** Problems that are printed of each check; the rest is counted. */
const SHOWN = 20;

const usage = "usage: node check.mjs SITE_DIR [--sample N] [--only html,json,xml,links,browser]";

function options(args) {
  const found = { folder: undefined, sample: Infinity, only: Object.keys(CHECKS) };
  for (let at = 0; at < args.length; at++) {
    if (args[at] === "--sample") found.sample = Number(args[++at]);
    else if (args[at] === "--only") found.only = (args[++at] ?? "").split(",");
    else if (found.folder === undefined && !args[at].startsWith("--")) found.folder = args[at];
    else return undefined;
  }
  const good = found.folder && found.sample > 0 && found.only.every((name) => name in CHECKS);
  return good ? found : undefined;
}

const asked = options(process.argv.slice(2));
if (!asked) {
  console.error(usage);
  process.exit(2);
}

const site = await openSite(asked.folder);
if (site.pages.length === 0) {
  console.error(`no HTML page in ${asked.folder}`);
  process.exit(1);
}

let failed = 0;
for (const name of asked.only) {
  const started = Date.now();
  let result;
  try {
    result = await CHECKS[name](site, asked);
  } catch (error) {
    result = { what: "could not run", problems: [error.stack ?? String(error)] };
  }
  const { what, problems } = result;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${problems.length ? "FAIL" : "ok  "} ${name}: ${what}, ${problems.length} problems (${seconds} s)`);
  for (const problem of problems.slice(0, SHOWN)) console.log(`     ${problem}`);
  if (problems.length > SHOWN) console.log(`     and ${problems.length - SHOWN} more`);
  failed += problems.length > 0;
}
process.exit(failed ? 1 : 0);
