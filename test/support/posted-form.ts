/** What a browser would post of a page, and what its reader sees: from the HTML, without a script. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
};
const plain = (html: string): string =>
  html.replace(/&(?:amp|quot|lt|gt|#39);/g, (one) => ENTITIES[one] ?? one);

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : plain(value);
};

/** The fields of the first form that posts a field of a name, its buttons apart. */
export function formIn(html: string, field = 'version'): Record<string, string> {
  const form = [...html.matchAll(/<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/g)]
    .map(([whole]) => whole)
    .find((one) => one.includes(`name="${field}"`));
  if (form === undefined) throw new Error(`The page has no form with a ${field}`);
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (attribute(tag, 'type') === 'checkbox' && !/\schecked/.test(tag)) continue;
    if (name !== undefined) fields[name] = attribute(tag, 'value') ?? '';
  }
  for (const [, tag = '', options = ''] of form.matchAll(/(<select[^>]*>)([\s\S]*?)<\/select>/g)) {
    const chosen = [...options.matchAll(/<option[^>]*>/g)].find(([one]) => /\sselected/.test(one));
    fields[attribute(tag, 'name') ?? ''] = chosen ? (attribute(chosen[0], 'value') ?? '') : '';
  }
  for (const [, tag = '', text = ''] of form.matchAll(/(<textarea[^>]*>)([\s\S]*?)<\/textarea>/g))
    fields[attribute(tag, 'name') ?? ''] = plain(text);
  return fields;
}

/** What there is to read. */
export const textIn = (html: string): string => plain(html.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
