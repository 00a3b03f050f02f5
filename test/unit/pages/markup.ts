/** Reads the markup that our own pages are made of: enough to ask about tags, ids and what a form would post. */

export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text up to the next tag; all of it for textarea. */
  readonly text: string;
  readonly inTemplate: boolean;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decoded = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');

export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  let templates = 0;
  for (const [, close, name = '', attributes = '', text = ''] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>([^<]*)/g,
  )) {
    if (name === 'template') templates += close ? -1 : 1;
    if (close) continue;
    const pairs = [...attributes.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [
      key,
      decoded(value),
    ]);
    tags.push({
      name,
      attributes: Object.fromEntries(pairs),
      text: decoded(text),
      inTemplate: templates > 0,
    });
  }
  return tags;
}

/** What a browser without scripts would post, without the button. */
export function postedBy(html: string): [string, string][] {
  const posted: [string, string][] = [];
  let select: string | undefined;
  for (const { name, attributes, text, inTemplate } of tagsOf(html)) {
    if (inTemplate) continue;
    const field = attributes.name ?? '';
    if (name === 'select') {
      select = field;
      posted.push([field, '']);
    } else if (name === 'option' && select !== undefined) {
      if ('selected' in attributes) posted.splice(-1, 1, [select, attributes.value ?? '']);
    } else {
      select = undefined;
      const unchecked = attributes.type === 'checkbox' && !('checked' in attributes);
      if (name === 'input' && !unchecked) posted.push([field, attributes.value ?? '']);
      if (name === 'textarea') posted.push([field, text.replace(/^\n/, '')]);
    }
  }
  return posted;
}

/** The text that people see. */
export const textOf = (html: string): string =>
  decoded(html.replace(/<head>.*?<\/head>|<template>.*?<\/template>/gs, '').replace(/<[^>]+>/g, ' ')).replace(
    /\s+/g,
    ' ',
  );
