import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ofType, read, synthesize } from './template.ts';
import { templatesOf } from './templates-of.ts';

const { storage, service, exports, imports } = synthesize();
const tables = ofType(storage, 'AWS::DynamoDB::GlobalTable');
const golden: Record<'CountersignStorage' | 'CountersignService', Record<string, string>> = JSON.parse(
  read(join(import.meta.dirname, 'golden/pinned-ids.json')),
);
/** Kept when a stack is deleted; cleared away when its first creation fails, so that it can be tried again. */
const retained = 'RetainExceptOnCreate';
const each = tables.map((table) => [table.id, table] as const);

describe('what must outlive a release', () => {
  const idsIn = (resources: typeof storage) =>
    Object.fromEntries(resources.map((resource) => [resource.id, resource.type]));

  // Changed by hand, never by a command: another id replaces the resource, and with it what it holds.
  it('keeps the logical ids it was first deployed with', () => {
    expect(idsIn(storage)).toMatchObject(golden.CountersignStorage);
    expect(idsIn(service)).toMatchObject(golden.CountersignService);
  });

  // Storage is deployed while the service of the release before still runs, and an export in use cannot leave or change.
  it('exports whatever the service of any landed release imports, as it was', () => {
    const imported: Record<string, unknown> = JSON.parse(
      read(join(import.meta.dirname, 'golden/imports.json')),
    );
    const names = (of: Iterable<string>) => [...of].map((name) => name.replace(/^CountersignStorage:/, ''));
    const exported = new Map(names(exports.keys()).map((name, at) => [name, [...exports.values()][at]]));
    for (const [name, value] of Object.entries(imported))
      expect([name, exported.get(name)]).toEqual([name, value]);
    // A new one is entered by hand, and never taken out.
    expect(Object.keys(imported)).toEqual(expect.arrayContaining(names(imports)));
  });

  it('is in the list of pinned ids: everything that is retained', () => {
    const keptIn = (resources: typeof storage) =>
      resources
        .filter((resource) => resource.updateReplacePolicy === 'Retain')
        // Logs are retained too, so that they survive what they tell of; they may be replaced.
        .filter((resource) => resource.type !== 'AWS::Logs::LogGroup')
        .map((resource) => resource.id);
    expect(Object.keys(golden.CountersignStorage)).toEqual(expect.arrayContaining(keptIn(storage)));
    expect(Object.keys(golden.CountersignService)).toEqual(expect.arrayContaining(keptIn(service)));
  });

  it.each(each)('%s is retained, on demand and recoverable to any second', (_, table) => {
    expect(table.deletionPolicy).toBe(retained);
    expect(table.updateReplacePolicy).toBe('Retain');
    expect(table.properties.BillingMode).toBe('PAY_PER_REQUEST');
    for (const replica of table.properties.Replicas) {
      expect(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
    }
  });

  it.each(each)('%s has no name of its own, so that a restored copy can stand beside it', (_, table) => {
    expect(table.properties.TableName).toBeUndefined();
  });

  it('is two tables', () => {
    expect(tables.map((table) => table.id).sort()).toEqual(['History', 'Projects']);
  });
});

describe('the indexes', () => {
  const indexesOf = (id: string) =>
    Object.fromEntries(
      (tables.find((table) => table.id === id)?.properties.GlobalSecondaryIndexes ?? []).map(
        (index: {
          IndexName: string;
          KeySchema: { AttributeName: string }[];
          Projection: { ProjectionType: string };
        }) => [
          index.IndexName,
          [...index.KeySchema.map((key) => key.AttributeName), index.Projection.ProjectionType],
        ],
      ),
    );

  it('of Projects: by unit, by what is due, by who is asked', () => {
    expect(indexesOf('Projects')).toEqual({
      'by-unit': ['unitId', 'createdAt', 'INCLUDE'],
      'by-due': ['due', 'dueAt', 'KEYS_ONLY'],
      'by-asked': ['askedUnit', 'deadline', 'INCLUDE'],
    });
  });

  it('of History: by actor, by whose place was taken, by unit, by month, each sorted by time, each with the whole event', () => {
    expect(indexesOf('History')).toEqual({
      'by-actor': ['byActor', 'sortKey', 'ALL'],
      'by-principal': ['byPrincipal', 'sortKey', 'ALL'],
      'by-unit': ['byUnit', 'sortKey', 'ALL'],
      'by-month': ['byMonth', 'sortKey', 'ALL'],
    });
  });
});

describe('a running execution', () => {
  const [machine] = ofType(service, 'AWS::StepFunctions::StateMachine');

  it('keeps its state machine and its role when they leave the template', () => {
    expect(machine?.deletionPolicy).toBe(retained);
    expect(machine?.properties.RoleArn).toEqual({ 'Fn::GetAtt': ['storage.ApprovalFlowRole', 'Arn'] });
    expect(storage.find((resource) => resource.id === 'ApprovalFlowRole')?.deletionPolicy).toBe(retained);
    expect(service.find((resource) => resource.id === 'ApprovalFlowMayInvoke')?.deletionPolicy).toBe(
      retained,
    );
  });
});

describe('the people', () => {
  const pool = storage.find((resource) => resource.id === 'People');
  const client = service.find((resource) => resource.id === 'SignInClient');

  it('sign in with a code by mail, and nobody signs up', () => {
    expect(pool?.properties).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    expect(pool?.properties.Policies.SignInPolicy.AllowedFirstAuthFactors).toContain('EMAIL_OTP');
  });

  it('have a group for each of the five roles', () => {
    const groups = ofType(storage, 'AWS::Cognito::UserPoolGroup').map((group) => group.properties.GroupName);
    expect(groups.sort()).toEqual(['administrator', 'approver', 'auditor', 'reviewer', 'submitter']);
  });

  it('come back through the code flow of a client without a secret', () => {
    expect(client?.properties).toMatchObject({ GenerateSecret: false, AllowedOAuthFlows: ['code'] });
    expect(JSON.stringify(client?.properties.CallbackURLs)).toContain('/sign-in/callback');
  });
});

describe('what proves the history', () => {
  const key = storage.find((resource) => resource.id === 'CheckpointKey');
  const bucketOf = (resources: typeof storage) => resources.find((resource) => resource.id === 'Checkpoints');

  it('is a key on P-256 that signs, and that stays when the stack goes', () => {
    expect(key?.properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    expect([key?.deletionPolicy, key?.updateReplacePolicy]).toEqual([retained, 'Retain']);
  });

  it('is a bucket that keeps every version, is shut to the public, and stays when the stack goes', () => {
    const bucket = bucketOf(storage);
    expect([bucket?.deletionPolicy, bucket?.updateReplacePolicy]).toEqual([retained, 'Retain']);
    expect(bucket?.properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  it('is locked only where mode and days are given: a compliance lock cannot be undone', () => {
    expect(bucketOf(storage)?.properties).not.toHaveProperty('ObjectLockEnabled');
    expect(bucketOf(storage)?.properties).not.toHaveProperty('ObjectLockConfiguration');
    const locked = templatesOf({ checkpointLockMode: 'COMPLIANCE', checkpointLockDays: '3650' });
    expect(bucketOf(locked.storage)?.properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3650 } },
      },
    });
  });
});
