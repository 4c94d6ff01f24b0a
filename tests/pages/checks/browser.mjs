// One page of each kind in a real browser: axe (WCAG 2.2 AA) on a phone and on
// a desk, light and dark; nothing asked of anybody else; nothing wider than a
// phone of 320 px; no message in the console.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { addressOf, pageOfEachKind, serve } from "../site.mjs";

const require = createRequire(import.meta.url);
const axe = require("axe-core").source;

const WIDTHS = { phone: { width: 360, height: 780 }, desk: { width: 1280, height: 900 } };
const NARROW = { width: 320, height: 640 };
/** What depends on the colours alone; the rest need not be asked again in the dark. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function checkInBrowser(site) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`no browser at ${executablePath}; hint: apt-get install chromium, or set CHROMIUM`);
  }
  const pages = await pageOfEachKind(site);
  const server = await serve(site);
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
  const problems = [];
  try {
    for (const colorScheme of ["light", "dark"]) {
      for (const [width, viewport] of Object.entries(WIDTHS)) {
        const context = await browser.newContext({ colorScheme, viewport });
        for (const { kind, page } of pages) {
          const where = `${kind} (${page}), ${width}, ${colorScheme}`;
          const tab = await open(context, site, server.origin, page, (said) => problems.push(`${where}: ${said}`));
          await tab.evaluate(axe);
          const { violations } = await tab.evaluate(
            (runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] }),
            colorScheme === "light" ? { type: "tag", values: RULES } : { type: "rule", values: COLOUR_RULES },
          );
          for (const { id, help, nodes } of violations) {
            problems.push(`${where}: axe ${id}: ${help}: ${nodes.length} × ${nodes[0].html.slice(0, 120)}`);
          }
          if (width === "phone") {
            await tab.setViewportSize(NARROW);
            const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
            if (wide > NARROW.width) problems.push(`${where}: ${wide} px wide on a screen of ${NARROW.width} px`);
          }
          await tab.close();
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
    server.close();
  }
  return { what: `${pages.length} kinds of pages in the browser, phone and desk, light and dark`, problems };
}

/** Opens a page; `report` hears of foreign requests, failures and console messages. */
async function open(context, site, origin, page, report) {
  const tab = await context.newPage();
  tab.on("console", (message) => report(`console: ${message.text()}`));
  tab.on("pageerror", (error) => report(`error: ${error.message}`));
  tab.on("response", (response) => {
    if (response.status() >= 400) report(`${response.status()} for ${response.url()}`);
  });
  await tab.route("**", (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/`)) return route.continue();
    report(`asks elsewhere: ${url}`);
    return route.abort();
  });
  await tab.goto(addressOf(site, origin, page), { waitUntil: "load" });
  return tab;
}
