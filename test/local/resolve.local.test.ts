// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its placeholders so.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { openResources } from '../../infra/local/assembly/resources.ts';
import { places, resourcesOf, temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const anything = z.record(z.string(), z.unknown());
const thing = (Properties: object, more: object = {}) => ({
  resources: { Thing: { Type: 'AWS::SQS::Queue', Properties, ...more } },
});
const propertiesOf = (stack: Parameters<typeof resourcesOf>[0][string]) =>
  resourcesOf({ Service: stack }).ofType('AWS::SQS::Queue')[0]?.read(anything);

describe('a template’s values', () => {
  it('join, split, select, substitute and base64', () => {
    expect(
      propertiesOf(
        thing({
          joined: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 1]] },
          split: { 'Fn::Split': [':', 'a:b'] },
          selected: { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] },
          substituted: { 'Fn::Sub': '${AWS::StackName}/${Thing}/${Thing.Arn}/${!Kept}' },
          ownVariables: { 'Fn::Sub': ['${one}${two}', { one: 1, two: { Ref: 'AWS::Partition' } }] },
          encoded: { 'Fn::Base64': 'ä' },
        }),
      ),
    ).toEqual({
      joined: 'a-us-east-1-1',
      split: ['a', 'b'],
      selected: 'b',
      substituted:
        'Service/http://127.0.0.1:4000/000000000000/Thing/arn:aws:sqs:us-east-1:000000000000:Thing/${Kept}',
      ownVariables: '1aws',
      encoded: 'w6Q=',
    });
  });

  it('choose by conditions and leave out what has no value', () => {
    expect(
      propertiesOf({
        ...thing({
          chosen: { 'Fn::If': ['IsBig', 'big', 'small'] },
          absent: { 'Fn::If': ['IsBig', 'x', { Ref: 'AWS::NoValue' }] },
          list: ['kept', { Ref: 'AWS::NoValue' }],
        }),
        parameters: { Size: 'small' },
        conditions: {
          IsBig: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] },
        },
      }),
    ).toEqual({ chosen: 'small', list: ['kept'] });
  });

  it('combine conditions', () => {
    const conditions = {
      Yes: { 'Fn::Equals': ['a', 'a'] },
      No: { 'Fn::Not': [{ Condition: 'Yes' }] },
      Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
      Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    };
    const value = (name: string) => ({ 'Fn::If': [name, true, false] });
    expect(
      propertiesOf({
        ...thing({ both: value('Both'), either: value('Either'), no: value('No') }),
        conditions,
      }),
    ).toEqual({ both: false, either: true, no: false });
  });

  it('look up mappings', () => {
    expect(
      propertiesOf({
        ...thing({ found: { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'memory'] } }),
        mappings: { Sizes: { 'us-east-1': { memory: 512 } } },
      }),
    ).toEqual({ found: 512 });
  });

  it('come from another stack by export or by output', () => {
    const resources = resourcesOf({
      Storage: {
        resources: { History: { Type: 'AWS::DynamoDB::GlobalTable' } },
        outputs: [{ id: 'Name', value: { Ref: 'History' }, exportName: 'Storage:Name' }],
      },
      Service: thing({
        strong: { 'Fn::ImportValue': 'Storage:Name' },
        weak: { 'Fn::GetStackOutput': { StackName: 'Storage', OutputName: 'Name' } },
      }),
    });
    expect(resources.ofType('AWS::SQS::Queue')[0]?.read(anything)).toEqual({
      strong: 'History',
      weak: 'History',
    });
  });

  it.each([
    ['an unknown intrinsic', { 'Fn::GetAZs': '' }, 'Service uses Fn::GetAZs, which is not emulated'],
    ['an unknown resource', { Ref: 'Nobody' }, 'Service refers to Nobody'],
    ['an attribute that is not emulated', { 'Fn::GetAtt': ['Thing', 'Colour'] }, 'Colour is not emulated'],
    ['an export that nobody makes', { 'Fn::ImportValue': 'X' }, 'No stack exports X'],
    ['a secret of an account', '{{resolve:secretsmanager:x}}', 'needs an account'],
  ])('fail by name for %s', (_, value, message) => {
    expect(() => propertiesOf(thing({ value }))).toThrow(message);
  });
});

describe('resources', () => {
  it('are named by their template, or by the telling part of their path', () => {
    const resources = resourcesOf({
      Service: {
        resources: {
          F1: { Type: 'AWS::Lambda::Function', path: 'Service/send-mail/Function/Resource' },
          F2: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'given' } },
          F3: { Type: 'AWS::Lambda::Function', path: 'Service/other/send-mail/Resource' },
        },
      },
    });
    expect(resources.ofType('AWS::Lambda::Function').map((it) => it.name)).toEqual([
      'send-mail',
      'given',
      'F3',
    ]);
  });

  it('exist only where their condition holds', () => {
    const resources = resourcesOf({
      Service: {
        ...thing({}, { Condition: 'Never' }),
        conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      },
    });
    expect(resources.ofType('AWS::SQS::Queue')).toEqual([]);
  });

  it('give an alias’s function by the ways CDK refers to it', () => {
    const resources = resourcesOf({
      Service: {
        resources: {
          F: { Type: 'AWS::Lambda::Function', path: 'Service/projects/Resource' },
          Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' }, Name: 'live' } },
          Thing: {
            Type: 'AWS::SQS::Queue',
            Properties: {
              arn: { Ref: 'Live' },
              qualified: {
                'Fn::Join': ['', [{ 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: 'Live' }] }] }, ':live']],
              },
            },
          },
        },
      },
    });
    expect(resources.ofType('AWS::SQS::Queue')[0]?.read(anything)).toEqual({
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:projects:live',
      qualified: 'projects:live',
    });
  });

  it('are listed where the host does not act on them', () => {
    const resources = resourcesOf({
      Service: {
        resources: {
          A: { Type: 'AWS::CloudWatch::Alarm' },
          B: { Type: 'AWS::CloudWatch::Alarm' },
          C: { Type: 'AWS::SQS::Queue' },
        },
      },
    });
    expect([...resources.notEmulated(new Set(['AWS::SQS::Queue']))]).toEqual([['AWS::CloudWatch::Alarm', 2]]);
  });
});

describe('a cloud assembly on disk', () => {
  it('is read with its paths and assets', () => {
    const write = (name: string, content: unknown) =>
      writeFileSync(join(folder, name), JSON.stringify(content));
    write('manifest.json', {
      artifacts: {
        'Service.assets': { type: 'cdk:asset-manifest', properties: { file: 'Service.assets.json' } },
        Service: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://123456789012/cn-north-1',
          properties: { templateFile: 'Service.template.json' },
          additionalMetadataFile: 'Service.metadata.json',
        },
      },
    });
    write('Service.metadata.json', {
      '/Service/send-mail/Resource': [{ type: 'aws:cdk:logicalId', data: 'F123' }],
    });
    write('Service.assets.json', {
      files: {
        abc: { source: { path: 'asset.abc' }, destinations: { here: { objectKey: 'abc.zip' } } },
      },
    });
    write('Service.template.json', { Resources: { F123: { Type: 'AWS::Lambda::Function' } } });
    mkdirSync(join(folder, 'asset.abc'));

    const resources = openResources(folder, places);
    expect(resources.asset('abc.zip')).toBe(join(folder, 'asset.abc'));
    const [fn] = resources.ofType('AWS::Lambda::Function');
    expect(fn?.name).toBe('send-mail');
    expect(fn?.attribute('Arn')).toBe('arn:aws-cn:lambda:cn-north-1:123456789012:function:send-mail');
  });
});
