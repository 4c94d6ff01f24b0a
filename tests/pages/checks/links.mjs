// Every link of every page that stays on the site leads to a file, and to a
// place in it where it names one.

const LINK = /\s(?:href|src)="([^"]*)"/g;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"' };

export async function checkLinks(site) {
  const problems = [];
  let links = 0;
  for (const page of site.pages) {
    const html = await site.read(page);
    const here = new URL(site.base + page.split("/").map(encodeURIComponent).join("/"), "http://site.invalid");
    const seen = new Set();
    for (const [, written] of html.matchAll(LINK)) {
      if (seen.has(written)) continue;
      seen.add(written);
      const problem = follow(site, here, unescape(written), html);
      if (problem === undefined) continue;
      links += 1;
      if (problem) problems.push(`${page}: ${problem}`);
    }
  }
  return { what: `${links} internal links of ${site.pages.length} pages`, problems };
}

/** undefined for a link elsewhere, "" for a good one, else what is wrong. */
function follow(site, here, link, html) {
  let url;
  try {
    url = new URL(link, here);
  } catch {
    return `not an address: ${link}`;
  }
  if (!/^https?:$/.test(url.protocol)) return url.protocol === "data:" ? undefined : `odd address: ${link}`;
  if (url.host !== here.host) return undefined;
  if (!url.pathname.startsWith(site.base)) return `outside the site: ${link}`;
  const file = decodeURIComponent(url.pathname.slice(site.base.length));
  if (!site.files.has(file)) return `no such file: ${link}`;
  if (url.hash && url.pathname === here.pathname && !html.includes(`id="${decodeURIComponent(url.hash.slice(1))}"`)) {
    return `no such place: ${link}`;
  }
  return "";
}

function unescape(text) {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    return NAMED[name] ?? all;
  });
}
