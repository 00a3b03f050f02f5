import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { type Assembly, ofType, read } from './template.ts';
import { templatesOf } from './templates-of.ts';

// Two deployments in one account: whatever the account, the region or the world knows by one name must have two.

const settings = { mailFrom: 'a@office.example', alarmEmail: 'duty@office.example', budgetUsd: '50' };
const first = templatesOf(settings);
const second = templatesOf({ ...settings, environment: 'test' });

/** What lies inside another resource, which has another name or id: its own name need not differ. */
const inside = new Set([
  'AWS::ApiGatewayV2::Stage',
  'AWS::Cognito::UserPoolGroup',
  'AWS::IAM::Policy',
  'AWS::Lambda::Alias',
  'AWS::SES::ConfigurationSetEventDestination',
]);
/** Names that are the office's own, or no names of ours. */
const notOurs = new Set(['AWS::Lambda::EventSourceMapping', 'AWS::CloudWatch::Alarm']);

/** Every name that a template gives: `type property=value`. */
const namesIn = ({ storage, service }: Assembly): string[] =>
  [...storage, ...service]
    .filter(({ type }) => !inside.has(type) && !notOurs.has(type))
    .flatMap(({ type, properties }) =>
      Object.entries(properties)
        .filter(([key, value]) => isName(key) && !refersTo(value))
        .map(([key, value]) => `${type} ${key}=${JSON.stringify(value)}`),
    );
// How a release goes over has a name of Amazon's.
const noNames = ['DisplayName', 'DeploymentConfigName'];
const isName = (key: string): boolean => /^Name$|[a-z]Name$|^Domain$/.test(key) && !noNames.includes(key);
/** A value that CloudFormation makes: another resource's name or ARN. */
const refersTo = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).some((key) => /^(Ref|Fn::GetAtt)$/.test(key));

const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.looseObject({ stackName: z.string().optional() }).optional(),
    }),
  ),
});
const stackNames = ({ outdir }: Assembly): string[] =>
  Object.entries(manifest.parse(JSON.parse(read(join(outdir, 'manifest.json')))).artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => properties?.stackName ?? id);

describe('a second environment', () => {
  it('gives no resource a name that the first one’s has', () => {
    const names = namesIn(first);
    expect(names.length).toBeGreaterThanOrEqual(3);
    expect(namesIn(second).filter((name) => names.includes(name))).toEqual([]);
  });

  it('has alarms of its own, where they have a name', () => {
    const named = ({ service }: Assembly) =>
      ofType(service, 'AWS::CloudWatch::Alarm').flatMap(({ properties }) =>
        properties.AlarmName === undefined ? [] : [JSON.stringify(properties.AlarmName)],
      );
    expect(named(first)).toHaveLength(9);
    expect(named(second).filter((name) => named(first).includes(name))).toEqual([]);
  });

  it('has stacks and exports of its own', () => {
    expect(stackNames(first)).toEqual(['CountersignStorage', 'CountersignService']);
    expect(stackNames(second)).toEqual(['CountersignStorage-test', 'CountersignService-test']);
    expect([...second.exports.keys()].filter((name) => first.exports.has(name))).toEqual([]);
  });

  it('counts for its own alarms', () => {
    const namespaces = ({ service }: Assembly) => [
      ...new Set(
        ofType(service, 'AWS::Lambda::Function').map(
          (fn) => fn.properties.Environment.Variables.METRIC_NAMESPACE,
        ),
      ),
    ];
    const watched = ({ service }: Assembly) => [
      ...new Set(
        ofType(service, 'AWS::CloudWatch::Alarm')
          .map((alarm) => alarm.properties.Namespace)
          .filter((name) => name?.startsWith('Countersign')),
      ),
    ];
    expect([namespaces(first), watched(first)]).toEqual([['Countersign'], ['Countersign']]);
    expect([namespaces(second), watched(second)]).toEqual([['Countersign/test'], ['Countersign/test']]);
  });

  it('has the logical ids of the first', () => {
    // A version's id holds a hash of what the function is.
    const idsIn = (resources: Assembly['service']) =>
      resources.filter(({ type }) => type !== 'AWS::Lambda::Version').map(({ id }) => id);
    expect(idsIn(second.storage)).toEqual(idsIn(first.storage));
    expect(idsIn(second.service)).toEqual(idsIn(first.service));
  });
});
