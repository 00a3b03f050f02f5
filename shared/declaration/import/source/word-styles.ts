import { attributeOf, readXml } from './xml-events.ts';

/** The ids of the paragraph styles that number their paragraphs, by themselves or by what they are based on. */
export function numberedStyles(part: Uint8Array | undefined): ReadonlySet<string> {
  const numbered = new Set<string>();
  const basedOn = new Map<string, string>();
  let style = '';
  if (part)
    readXml(part, {
      open: (name, tag) => {
        if (name === 'style') style = attributeOf(tag, 'styleId') ?? '';
        else if (name === 'basedOn') basedOn.set(style, attributeOf(tag, 'val') ?? '');
        else if (name === 'numPr') numbered.add(style);
      },
      close: () => {},
      text: () => {},
    });
  for (const id of basedOn.keys())
    if (ancestors(id, basedOn).some((one) => numbered.has(one))) numbered.add(id);
  return numbered;
}

function ancestors(id: string, basedOn: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (let one = basedOn.get(id); one !== undefined && !found.includes(one); one = basedOn.get(one))
    found.push(one);
  return found;
}
