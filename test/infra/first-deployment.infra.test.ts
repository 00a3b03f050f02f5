import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { removalTold } from '../../infra/commands/removal.ts';
import { readSettings } from '../../infra/config.ts';
import { statementsOf } from './policies.ts';
import { type Assembly, ofType, type Resource, read } from './template.ts';
import { templatesOf } from './templates-of.ts';

// A first deployment may fail and is tried again; what AWS says then is read here in the template.

const own = { mailFrom: 'a@office.example', alarmEmail: 'duty@office.example' };
const usual = templatesOf(own);
const all = ({ storage, service }: Assembly): readonly Resource[] => [...storage, ...service];
const identitiesOf = ({ storage }: Assembly) =>
  ofType(storage, 'AWS::SES::EmailIdentity').map(({ properties }) => properties.EmailIdentity);

describe('what a first deployment leaves behind when it fails', () => {
  it('is nothing: what is kept is kept from its second day on', () => {
    const kept = all(usual).filter(({ updateReplacePolicy }) => updateReplacePolicy === 'Retain');
    expect(kept.length).toBeGreaterThan(30);
    expect(kept.filter(({ deletionPolicy }) => deletionPolicy !== 'RetainExceptOnCreate')).toEqual([]);
    expect(all(usual).filter(({ deletionPolicy }) => deletionPolicy === 'Retain')).toEqual([]);
  });

  const protectedIn = (assembly: Assembly) => {
    const manifest = z
      .object({
        artifacts: z.record(
          z.string(),
          z.object({
            properties: z.looseObject({ terminationProtection: z.boolean().optional() }).optional(),
          }),
        ),
      })
      .parse(JSON.parse(read(`${assembly.outdir}/manifest.json`)));
    return {
      stacks: ['CountersignStorage', 'CountersignService'].map(
        (name) => manifest.artifacts[name]?.properties?.terminationProtection ?? false,
      ),
      tables: ofType(assembly.storage, 'AWS::DynamoDB::GlobalTable').flatMap(({ properties }) =>
        properties.Replicas.map(
          (replica: { DeletionProtectionEnabled: boolean }) => replica.DeletionProtectionEnabled,
        ),
      ),
      people: ofType(assembly.storage, 'AWS::Cognito::UserPool').map(
        ({ properties }) => properties.DeletionProtection,
      ),
    };
  };

  it('can be cleared away; after the first success it is protected', () => {
    expect(protectedIn(usual)).toEqual({
      stacks: [false, false],
      tables: [false, false],
      people: ['INACTIVE'],
    });
    expect(protectedIn(templatesOf({ ...own, protected: 'true' }))).toEqual({
      stacks: [true, true],
      tables: [true, true],
      people: ['ACTIVE'],
    });
  });
});

describe('the sender', () => {
  it.each([
    ['its domain, unless told', {}, ['office.example']],
    ['its domain', { mailIdentity: 'domain' }, ['office.example']],
    ['the very address', { mailIdentity: 'address' }, ['a@office.example']],
    ['what SES has already, which is left alone', { mailIdentity: 'existing' }, []],
  ])('is made as %s', (_, settings, identities) => {
    expect(identitiesOf(templatesOf({ ...own, ...settings }))).toEqual(identities);
  });

  it.each([
    ['domain', 'identity/office.example'],
    ['address', 'identity/a@office.example'],
    ['existing', 'identity/office.example'],
  ])('is named to Cognito by what SES knows it by: %s', (mailIdentity, end) => {
    const { storage } = templatesOf({ ...own, mailIdentity, signInMail: 'ses' });
    const [pool] = ofType(storage, 'AWS::Cognito::UserPool');
    expect(JSON.stringify(pool?.properties.EmailConfiguration.SourceArn)).toContain(`${end}"`);
  });

  it('may send as its domain is kept by SES, in small letters', () => {
    const [sending] = statementsOf(templatesOf({ ...own, mailFrom: 'a@Office.Example' }).service).filter(
      ({ actions }) => actions.includes('ses:SendEmail'),
    );
    for (const end of ['identity/office.example"', 'identity/a@Office.Example"'])
      expect(sending?.resources.join()).toContain(end);
  });

  it.each(['domain', 'address', 'existing'])('may send as a domain and as an address: %s', (mailIdentity) => {
    const sending = statementsOf(templatesOf({ ...own, mailIdentity }).service).filter(({ actions }) =>
      actions.includes('ses:SendEmail'),
    );
    expect(sending).toHaveLength(4);
    for (const { resources } of sending)
      for (const end of [
        'identity/office.example"',
        'identity/a@office.example"',
        'storage.MailConfiguration',
      ])
        expect(resources.join()).toContain(end);
  });
});

describe('what whoever deployed has to know', () => {
  it('is in the outputs: address, pool, client, issuer, sign-in page, DKIM records, topic of the alarms', () => {
    expect([...usual.outputs.keys()].sort()).toEqual([
      'Address',
      'AlarmTopicArn',
      'ClientId',
      'DkimRecord1',
      'DkimRecord2',
      'DkimRecord3',
      'Issuer',
      // What the next deployment compares itself with.
      'Shapes',
      'SignInPage',
      'UserPoolId',
    ]);
    expect(JSON.stringify(usual.outputs.get('DkimRecord1'))).toMatch(
      /DkimDNSTokenName1.* CNAME .*DkimDNSTokenValue1/,
    );
    expect(usual.outputs.get('ClientId')).toEqual({ Ref: 'SignInClient' });
  });

  it('names an issuer of one’s own, and a host name’s target', () => {
    const { outputs } = templatesOf({
      ...own,
      issuer: 'https://id.office.example',
      clientId: 'countersign',
      domain: 'huiqian.office.example',
      certificateArn: 'arn:aws:acm:eu-central-1:111111111111:certificate/0',
    });
    expect(Object.fromEntries(outputs)).toMatchObject({
      Issuer: 'https://id.office.example',
      ClientId: 'countersign',
      Address: 'https://huiqian.office.example',
      DomainTarget: expect.anything(),
    });
    expect(outputs.has('UserPoolId')).toBe(false);
  });
});

describe('what a removal leaves', () => {
  // What goes with another resource, by which it is meant.
  const removedBy: Readonly<Record<string, string>> = {
    'AWS::S3::BucketPolicy': 'delete-bucket',
    'AWS::IAM::Policy': 'delete-role-policy',
    'AWS::Cognito::UserPoolGroup': 'delete-user-pool',
    'AWS::Cognito::UserPoolDomain': 'delete-user-pool-domain',
    'AWS::Cognito::UserPoolClient': 'delete-user-pool',
    'AWS::DynamoDB::GlobalTable': 'delete-table',
    'AWS::IAM::Role': 'delete-role',
    'AWS::KMS::Key': 'schedule-key-deletion',
    'AWS::S3::Bucket': 'delete-bucket',
    'AWS::Cognito::UserPool': 'delete-user-pool',
    'AWS::SES::ConfigurationSet': 'delete-configuration-set',
    'AWS::SES::EmailIdentity': 'delete-email-identity',
    'AWS::Logs::LogGroup': 'delete-log-group',
    'AWS::StepFunctions::StateMachine': 'delete-state-machine',
  };

  it('is told one by one, each with how it is removed', () => {
    const told = removalTold(readSettings(own, {}));
    const kept = all(usual).filter(({ deletionPolicy }) => deletionPolicy === 'RetainExceptOnCreate');
    for (const { type, id } of kept) {
      expect([id, told.en]).toEqual([id, expect.stringContaining(removedBy[type] ?? 'no command for it')]);
      expect(told.zh).toContain(removedBy[type]);
      // Each has to be emptied by hand.
      if (type === 'AWS::S3::Bucket') expect(told.en).toMatch(new RegExp(`delete-bucket .*\\b${id}\\b`));
    }
  });

  it('is told in an order in which AWS does it, and all of it', () => {
    const { en } = removalTold(readSettings(own, {}));
    // A bucket is emptied only by whoever its policy lets remove something: nobody.
    const shut = statementsOf(usual.storage)
      .filter(({ effect, actions }) => effect === 'Deny' && actions.includes('s3:DeleteObject'))
      .map(({ of }) => of.replace(/Policy$/, ''));
    expect(shut.sort()).toEqual(['Checkpoints', 'Files']);
    for (const bucket of shut)
      expect(en).toMatch(new RegExp(`delete-bucket-policy .*\\b${bucket}\\b[\\s\\S]*delete-bucket `));
    expect(en).toMatch(/delete-user-pool-domain .*delete-user-pool /);
    // Describing tells of the first hundred resources alone.
    expect(usual.service.length).toBeGreaterThan(100);
    expect(en).toMatch(/list-stack-resources --stack-name CountersignStorage /);
    expect(en).not.toContain('describe-stack-resources');
  });
});
