import { describe, expect, it } from '@jest/globals';
import { assets } from '../../../shared/pages/assets.ts';
import { ProblemPage } from '../../../shared/pages/problem-page.tsx';
import { aDeclaration } from '../../builders/declaration.ts';
import { tagsOf, textOf } from './markup.ts';
import { TOKEN } from './samples/decision-pages.tsx';
import { asDocument, documentsIn } from './samples/documents.tsx';
import { aForm } from './samples/form-pages.tsx';
import { findings } from './samples/project.ts';

const documents = [
  ...documentsIn('zh').map((page) => ['zh', ...page] as const),
  ...documentsIn('en').map((page) => ['en', ...page] as const),
];

const STAGE = /^\s*(unit sign-off|finance review|collective decision|approval)\b/;
const LINES = new Set([
  'dd',
  'dt',
  'h1',
  'h2',
  'h3',
  'legend',
  'li',
  'option',
  'p',
  'summary',
  'td',
  'th',
  'title',
]);
// The stylesheet gives these their capital.
const CAPITAL_BY_STYLE = /^(desk-stage|opinion|stage-name|wait)$/;

// What is ticked is shown first, and done by another page's button.
const SHOWS_FIRST = / action="\/(decisions|directory\/imports)"/;

const FIELDS = new Set(['input', 'select', 'textarea']);

describe.each(documents)('%s %s', (lang, name, html) => {
  const tags = tagsOf(html);
  const shown = tags.filter(({ inTemplate }) => !inTemplate);
  const ids = shown.flatMap(({ attributes }) => attributes.id ?? []);

  it('is a document in its language', () => {
    expect(html.startsWith('<!doctype html><html lang="')).toBe(true);
    expect(tags[0]?.attributes.lang).toBe(lang === 'zh' ? 'zh-CN' : 'en');
  });

  it('begins no line, cell or choice with a stage in small letters', () => {
    const small = shown.filter(
      ({ name: tag, attributes, text }) =>
        LINES.has(tag) && STAGE.test(text) && !CAPITAL_BY_STYLE.test(attributes.class ?? ''),
    );
    expect(small.map(({ name: tag, text }) => `${tag}: ${text}`)).toEqual([]);
  });

  it('holds no style and no script of its own, as the content security policy demands', () => {
    expect(tags.filter(({ name: tag }) => tag === 'style')).toEqual([]);
    expect(tags.filter(({ name: tag, attributes }) => tag === 'script' && !attributes.src)).toEqual([]);
    expect(
      tags.flatMap(({ attributes }) => Object.keys(attributes).filter((key) => /^(style$|on)/.test(key))),
    ).toEqual([]);
    expect(html).not.toContain('javascript:');
  });

  it('gives every id once, and refers only to ids that are there', () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const references = shown.flatMap(({ attributes }) => [
      ...(attributes.for ?? '').split(' '),
      ...(attributes['aria-describedby'] ?? '').split(' '),
      ...(attributes['aria-labelledby'] ?? '').split(' '),
      ...(attributes.href?.startsWith('#') ? [attributes.href.slice(1)] : []),
    ]);
    expect(references.filter((id) => id !== '' && !ids.includes(id))).toEqual([]);
  });

  it('goes on by the keyboard where it says what was refused, and at the field that a link there leads to', () => {
    const refusals = [...html.matchAll(/<section (?![^>]*hidden)[^>]*role="alert".*?<\/section>/gs)].map(
      ([refusal]) => tagsOf(refusal),
    );
    expect(refusals.length === 0 || shown.some(({ attributes }) => 'autofocus' in attributes)).toBe(true);
    const hands = shown.flatMap(({ name: tag, attributes: { id, tabindex } }) =>
      id !== undefined && (tabindex !== undefined || FIELDS.has(tag)) ? [id] : [],
    );
    const links = refusals.flat().flatMap(({ attributes: { href } }) => href?.match(/^#(.*)/)?.[1] ?? []);
    expect(links.filter((id) => !hands.includes(id))).toEqual([]);
  });

  it('has a label for every input', () => {
    const labelled = shown.flatMap(({ name: tag, attributes }) => (tag === 'label' ? [attributes.for] : []));
    const inputs = shown.filter(
      ({ name: tag, attributes }) =>
        ['input', 'select', 'textarea'].includes(tag) && attributes.type !== 'hidden',
    );
    expect(inputs.map(({ attributes }) => attributes.id).filter((id) => !labelled.includes(id))).toEqual([]);
  });

  // Rows of the form and of lists that are typed are groups with names, which are heard before their buttons.
  const grouped = /<fieldset.*?<\/fieldset>|<template.*?<\/template>/gs;
  it('tells each of its buttons from the others, by name or description', () => {
    const buttons = html.replaceAll(grouped, '').matchAll(/<button(?![^>]* hidden)([^>]*)>(.*?)<\/button>/gs);
    const described = (id: string): string => new RegExp(`id="${id}"[^>]*>(.*?)<`).exec(html)?.[1] ?? '';
    const names = [...buttons].map(([, attributes = '', text = '']) => {
      const [, label = textOf(text)] = /aria-label="([^"]*)"/.exec(attributes) ?? [];
      const [, by] = /aria-describedby="([^" ]*)"/.exec(attributes) ?? [];
      return by === undefined ? label : `${label} ${described(by)}`;
    });
    const twice = names.filter((one, index) => names.indexOf(one) !== index);
    expect(name.startsWith('form') ? [] : twice).toEqual([]);
  });

  it('gives every form that posts a key of its own', () => {
    const forms = html.match(/<form [^>]*method="post".*?<\/form>/gs) ?? [];
    const keys = forms.map(
      (form) => /<input type="hidden" name="idempotencyKey" value="([^"]+)"/.exec(form)?.[1],
    );
    expect(keys).toEqual(keys.map(() => expect.any(String)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('lets the Enter key in a field press no button that takes something away or decides', () => {
    const forms = html.match(/<form [^>]*method="post".*?<\/form>/gs) ?? [];
    const pressed = forms
      .filter((form) => /<input(?![^>]*type="(hidden|checkbox|radio|file)")/.test(form))
      .map((form) => /<button(?![^>]* (form=|type="button"))[^>]*>/.exec(form)?.[0] ?? '');
    expect(
      pressed.filter((button) => /danger|value="(remove|return|reject|approve|up:|down:)/.test(button)),
    ).toEqual([]);
    // It does so on a box that is ticked as well, where people press it to tick.
    const ticked = forms
      .filter((form) => /<input(?=[^>]*type="checkbox")/.test(form) && !SHOWS_FIRST.test(form))
      .map((form) => /<button(?![^>]* (form=|type="button"))[^>]*>/.exec(form)?.[0] ?? '');
    expect(
      ticked.filter((button) => !/ formmethod="dialog"| value="(save|check|preview)"/.test(button)),
    ).toEqual([]);
  });

  it('has one main heading and a way past the header', () => {
    expect(tags.filter(({ name: tag }) => tag === 'h1')).toHaveLength(1);
    expect(html).toContain('<a class="skip" href="#main">');
  });

  it('keeps a link’s token to its own address', () => {
    const elsewhere = tags.filter(
      ({ attributes }) =>
        Object.values(attributes).some((value) => value.includes(TOKEN)) &&
        !(attributes.action ?? attributes.formaction)?.startsWith(`/decisions/${TOKEN}`) &&
        // Whoever signs out comes back to the same address by it.
        !(attributes.name === 'returnTo' && attributes.value === `/decisions/${TOKEN}`) &&
        !attributes.href?.startsWith(`/decisions/${TOKEN}?lang=`) &&
        // What the link shows the files of: the answer leads away without telling whence.
        !attributes.href?.startsWith(`/decisions/${TOKEN}/attachments/`),
    );
    expect(elsewhere).toEqual([]);
    expect(name.startsWith('decision') || !html.includes(TOKEN)).toBe(true);
  });
});

describe('hostile text', () => {
  const hostile = `"><img src=x onerror=alert(1)></textarea><script>alert(2)</script>'`;

  it('stays text in the form, in values, messages and the title', () => {
    const declaration = aDeclaration({ title: hostile, overview: hostile });
    const html = asDocument(
      aForm({
        declaration,
        unread: { '/plan/0/amountFen': hostile },
        findings: [{ ...findings[0], rule: 'R9', severity: 'error', path: '/title', message: hostile }],
        showFindings: true,
        project: {
          id: '2021-7K3M-9QXD',
          revision: 1,
          version: 1,
          state: 'draft',
          savedAt: null,
          returned: { by: hostile, comment: hostile },
        },
      }),
      { title: hostile, path: `/forms/x?${hostile}`, person: { name: hostile, roles: [] } },
    );
    const scripts = tagsOf(html).filter(({ name }) => name === 'script');
    expect(scripts.map(({ attributes }) => attributes.src)).toEqual([assets.page]);
    expect(tagsOf(html).filter(({ name }) => name === 'img')).toEqual([]);
    expect(html).not.toContain('<img');
  });

  it('stays text on a problem page', () => {
    const html = asDocument(
      <ProblemPage lang="zh" status={404} code="not-found" title={hostile} detail={hostile} />,
    );
    expect(html).not.toContain('<img');
  });
});
