import { describe, expect, it } from '@jest/globals';
import { type Assembly, ofType } from './template.ts';
import { templatesOf } from './templates-of.ts';

const usual = templatesOf({ mailFrom: 'a@office.example' });
const bodyOf = ({ service }: Assembly): string =>
  JSON.stringify(
    ofType(service, 'AWS::CloudWatch::Dashboard').map(({ properties }) => properties.DashboardBody),
  );
const body = bodyOf(usual);
const titlesIn = (text: string): string[] =>
  [...text.matchAll(/\\+"title\\+":\\+"([^"\\]+)/g)].map(([, title = '']) => title);

describe('the dashboard', () => {
  it.each([
    ['flows', ['Flows', 'Flows that ended badly']],
    ['waits', ['From submission to the end, in ms', 'Until a page is there, in ms']],
    ['mails', ['Mails']],
    ['what is refused because it is too much', ['Refused because it was too much']],
    ['what costs', ['Units of the tables', 'Time of functions, in ms', 'Bytes logged']],
  ])('shows %s', (_, titles) => {
    expect(titlesIn(body)).toEqual(expect.arrayContaining(titles));
  });

  it.each([
    ['function', 'AWS::Lambda::Function', usual.service],
    ['flow', 'AWS::StepFunctions::StateMachine', usual.service],
  ])('leaves out no %s', (_, type, resources) => {
    // CDK's own helper functions are no part of the product.
    const all = ofType(resources, type);
    expect(all.length).toBeGreaterThan(0);
    for (const { id } of all) expect([id, body.includes(`"${id}"`)]).toEqual([id, true]);
  });

  it('counts what both tables read and write', () => {
    for (const table of ['Projects', 'History'])
      expect(body.split(`Consumed`).filter((part) => part.includes(table)).length).toBeGreaterThan(1);
  });

  it('has no empty graph where mails go by a relay, of which CloudWatch knows nothing', () => {
    const bySmtp = templatesOf({
      mailFrom: 'a@office.example',
      mailTransport: 'smtp',
      smtpSecretName: 'countersign/relay',
    });
    expect(titlesIn(bodyOf(bySmtp))).toContain('Flows');
    expect(titlesIn(bodyOf(bySmtp))).not.toContain('Mails');
  });
});
