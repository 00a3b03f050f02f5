import { describe, expect, it } from '@jest/globals';
import { type Statement, statementsOf } from './policies.ts';
import { type Assembly, ofType, type Resource, synthesize } from './template.ts';
import { templatesOf } from './templates-of.ts';

// The two buckets of attachments, who may do what with them, and what scans them.

const usual = synthesize();
const made = new Map<string, Assembly>();
/** Each deployment once: they take seconds. */
function madeOf(settings: Readonly<Record<string, string>>): Assembly {
  const key = JSON.stringify(settings);
  const known = made.get(key) ?? templatesOf(settings);
  made.set(key, known);
  return known;
}
const everything = ({ storage, service }: Assembly): readonly Resource[] => [...storage, ...service];
const resource = (of: readonly Resource[], id: string) => of.find((one) => one.id === id);
const statements = statementsOf(everything(usual));
const everyone = { AWS: '*' };

const china = {
  region: 'cn-north-1',
  ...{ mailFrom: 'huiqian@office.example', mailTransport: 'smtp', smtpSecretName: 'countersign/relay' },
  ...{ issuer: 'https://id.office.example', clientId: 'countersign' },
};
const clamd = {
  ...{ fileScanner: 'clamd', clamdAddress: 'clamd.office.example:3310' },
  clamdSubnets: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  clamdSecurityGroups: 'sg-0123456789abcdef0',
};

describe('both buckets of attachments', () => {
  const each = ['Uploads', 'Files'].map((id) => [id] as const);

  it.each(each)('%s is retained, encrypted, shut to the public, and knows no rights but policies', (id) => {
    const bucket = resource(usual.storage, id);
    expect([bucket?.deletionPolicy, bucket?.updateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(bucket?.properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
        ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
    });
    expect(bucket?.properties).not.toHaveProperty('BucketName');
  });

  it.each(each)('%s is denied to everyone who comes without TLS', (id) => {
    const denied = statements.filter(({ of, effect }) => of === `${id}Policy` && effect === 'Deny');
    expect(
      denied.slice(0, 2).map(({ principal, actions, condition }) => [principal, actions, condition]),
    ).toEqual([
      [everyone, ['s3:*'], { Bool: { 'aws:SecureTransport': 'false' } }],
      [everyone, ['s3:*'], { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
    ]);
  });

  it('give what the service imports under every setting, so that none takes an export away', () => {
    const imported = (of: Assembly) => [...of.imports].filter((name) => /Uploads|Files/.test(name)).sort();
    const of = [{}, { fileScanner: 'guardduty' }, clamd].map((settings) => imported(madeOf(settings)));
    expect(of[0]?.length).toBeGreaterThanOrEqual(6);
    expect([of[1], of[2]]).toEqual([of[0], of[0]]);
  });
});

describe('what people upload', () => {
  const properties = resource(usual.storage, 'Uploads')?.properties ?? {};

  it('goes after a month, and what was never finished after a day: no version of it stays', () => {
    expect(properties.VersioningConfiguration).toBeUndefined();
    expect(properties.LifecycleConfiguration.Rules).toEqual([
      {
        Id: 'Orphans',
        Status: 'Enabled',
        ExpirationInDays: 30,
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ]);
  });

  it('is told to EventBridge, by the bucket itself: no function here may change buckets', () => {
    expect(properties.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    expect(everything(usual).filter(({ type }) => type.startsWith('Custom::'))).toEqual([]);
  });

  const corsOf = (settings: Readonly<Record<string, string>>) =>
    resource(madeOf(settings).storage, 'Uploads')?.properties.CorsConfiguration.CorsRules;
  const gateway = (region: string, suffix: string) => ({
    'Fn::Join': ['', ['https://*.execute-api.', { Ref: region }, '.', { Ref: suffix }]],
  });
  const ofGateway = gateway('AWS::Region', 'AWS::URLSuffix');
  const domain = { domain: 'huiqian.office.example', certificateArn: 'arn:aws:acm:x:1:certificate/0' };

  it.each([
    ['the gateway’s address, known only once it is deployed', {}, [ofGateway]],
    [
      'the office’s own, and the gateway’s while that is open',
      domain,
      ['https://huiqian.office.example', ofGateway],
    ],
    ['the office’s own alone', { ...domain, gatewayAddress: 'closed' }, ['https://huiqian.office.example']],
    [
      'the office’s own, and no former one',
      { ...domain, gatewayAddress: 'closed', formerDomains: 'alt.office.example' },
      ['https://huiqian.office.example'],
    ],
  ])('comes from pages of %s, by POST alone', (_, settings, origins) => {
    const rules = corsOf(settings);
    expect(JSON.stringify(rules).replaceAll(/storage\./g, '')).toBe(
      JSON.stringify([
        { AllowedHeaders: ['*'], AllowedMethods: ['POST'], AllowedOrigins: origins, MaxAge: 3000 },
      ]),
    );
  });
});

describe('what is handed in or decided', () => {
  it('stays in every version, and is denied to everyone who would remove it or write over it', () => {
    expect(resource(usual.storage, 'Files')?.properties.VersioningConfiguration).toEqual({
      Status: 'Enabled',
    });
    const denied = statements.filter(({ of, effect }) => of === 'FilesPolicy' && effect === 'Deny').slice(2);
    expect(denied.map(({ principal, actions, condition }) => [principal, actions, condition])).toEqual([
      [everyone, ['s3:DeleteObject', 's3:DeleteObjectVersion'], undefined],
      [everyone, ['s3:PutObject'], { Null: { 's3:if-none-match': 'true' } }],
    ]);
  });

  it('is locked where checkpoints are, for as long', () => {
    expect(resource(usual.storage, 'Files')?.properties).not.toHaveProperty('ObjectLockConfiguration');
    const { storage } = madeOf({ checkpointLockMode: 'COMPLIANCE', checkpointLockDays: '3650' });
    const lock = {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3650 } },
      },
    };
    expect(resource(storage, 'Files')?.properties).toMatchObject(lock);
    expect(resource(storage, 'Checkpoints')?.properties).toMatchObject(lock);
    expect(resource(storage, 'Uploads')?.properties).not.toHaveProperty('ObjectLockEnabled');
  });
});

/** `Role action` of all that may do something with a bucket or its objects. */
const rightsOn = (of: readonly Statement[], id: string): string[] =>
  of
    .filter(({ effect, roles }) => effect === 'Allow' && roles.length > 0)
    .filter(({ resources }) => resources.some((one) => one.includes(`"storage.${id}"`)))
    .flatMap(({ roles, actions }) => roles.flatMap((role) => actions.map((action) => `${role} ${action}`)))
    .sort();

describe('the functions', () => {
  it('may read, put and remove uploads as their work needs: an address may what its signer may', () => {
    expect(rightsOn(statements, 'Uploads')).toEqual([
      // What was attached by mistake is taken away at once.
      'AttachmentsRole s3:DeleteObject',
      'AttachmentsRole s3:GetObject',
      'AttachmentsRole s3:ListBucket',
      'AttachmentsRole s3:PutObject',
      'DecisionsRole s3:GetObject',
      'DecisionsRole s3:GetObjectTagging',
      'DecisionsRole s3:ListBucket',
      // A decider's minutes.
      'DecisionsRole s3:PutObject',
      'ProjectsRole s3:GetObject',
      'ProjectsRole s3:GetObjectTagging',
      'ProjectsRole s3:ListBucket',
      'ScanFileRole s3:GetObject',
      'ScanFileRole s3:ListBucket',
      'SweepRole s3:DeleteObject',
      'SweepRole s3:GetObject',
      'SweepRole s3:GetObjectTagging',
      'SweepRole s3:ListBucket',
      'SweepRole s3:PutObject',
      'SweepRole s3:PutObjectTagging',
    ]);
  });

  it('may copy to what stays where something is handed in or decided, and read it where it is shown', () => {
    expect(rightsOn(statements, 'Files')).toEqual([
      'AttachmentsRole s3:GetObject',
      'AttachmentsRole s3:ListBucket',
      'DecisionsRole s3:GetObject',
      'DecisionsRole s3:ListBucket',
      'DecisionsRole s3:PutObject',
      'DecisionsRole s3:PutObjectTagging',
      'EvidenceRole s3:GetObject',
      'EvidenceRole s3:ListBucket',
      'ProjectsRole s3:GetObject',
      'ProjectsRole s3:ListBucket',
      'ProjectsRole s3:PutObject',
      'ProjectsRole s3:PutObjectTagging',
      // What could not be said to be kept, though it was named.
      'SweepRole s3:GetObject',
      'SweepRole s3:ListBucket',
      'SweepRole s3:PutObject',
      'SweepRole s3:PutObjectTagging',
    ]);
  });

  it('may touch all objects of a bucket, or list it, and change neither bucket itself', () => {
    const own = statements.filter(
      ({ effect, resources }) =>
        effect === 'Allow' && resources.some((one) => /"storage\.(Uploads|Files)"/.test(one)),
    );
    const changing = own
      .flatMap(({ actions }) => actions)
      .filter((action) => /Bucket(?!$)|Policy|Acl|Retention/.test(action));
    expect(changing).toEqual([]);
  });

  const variables = (of: Assembly, id: string) =>
    ofType(of.service, 'AWS::Lambda::Function').find((fn) => fn.id === id)?.properties.Environment.Variables;

  it('are told the buckets, their hosts, and what may be attached', () => {
    const attribute = (id: string) => ({ 'Fn::GetAtt': [`storage.${id}`, 'RegionalDomainName'] });
    const files = {
      ...{ UPLOADS_BUCKET: { Ref: 'storage.Uploads' }, FILES_BUCKET: { Ref: 'storage.Files' } },
      ...{ UPLOADS_HOST: attribute('Uploads'), FILES_HOST: attribute('Files') },
    };
    for (const id of ['Attachments', 'ScanFile', 'Projects', 'Decisions', 'Sweep', 'Evidence'])
      expect(variables(usual, id)).toMatchObject(files);
    expect(variables(usual, 'Attachments')).toMatchObject({
      ...{ FILE_SCANNER: 'none', UNSCANNED_FILES: 'mark', LOCKED_FILES: 'allow' },
      ...{ ATTACHMENT_BYTES: '20971520', ATTACHMENTS_BYTES: '104857600' },
    });
    expect(variables(usual, 'ScanFile')).toMatchObject({ FILE_SCANNER: 'none', CLAMD_ADDRESS: '' });
    const strict = madeOf({ attachmentMegabytes: '1', unscannedFiles: 'refuse', lockedFiles: 'refuse' });
    expect(variables(strict, 'Attachments')).toMatchObject({
      ...{ UNSCANNED_FILES: 'refuse', LOCKED_FILES: 'refuse', ATTACHMENT_BYTES: '1048576' },
    });
  });

  it('are told of clamd where it is the scanner, and of none where it is not', () => {
    const address = (settings: Readonly<Record<string, string>>) =>
      variables(madeOf(settings), 'ScanFile')?.CLAMD_ADDRESS;
    expect(address(clamd)).toBe('clamd.office.example:3310');
    expect(address({ ...clamd, fileScanner: 'guardduty' })).toBe('');
  });
});

describe('every upload', () => {
  const rules = (of: Assembly) =>
    ofType(of.service, 'AWS::Events::Rule').filter(
      ({ properties }) => properties.EventPattern && /File/.test(JSON.stringify(properties.Targets)),
    );
  const named = { Ref: 'storage.Uploads' };

  it('is told to scan-file, as EventBridge tells of the bucket', () => {
    expect(rules(usual).map(({ id, properties }) => [id, properties.State, properties.EventPattern])).toEqual(
      [
        [
          'FileUploaded',
          'ENABLED',
          { source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { bucket: { name: [named] } } },
        ],
      ],
    );
    expect(rules(usual)[0]?.properties.Targets[0]).toMatchObject({ Arn: { Ref: 'ScanFileLive' } });
  });

  it('may wake it by these rules alone', () => {
    const permitted = (of: Assembly) =>
      ofType(of.service, 'AWS::Lambda::Permission')
        .filter(({ properties }) => properties.FunctionName.Ref === 'ScanFileLive')
        .map(({ properties }) => [properties.Principal, properties.SourceArn]);
    const by = (id: string) => ['events.amazonaws.com', { 'Fn::GetAtt': [id, 'Arn'] }];
    expect(permitted(usual)).toEqual([by('FileUploaded')]);
    expect(permitted(madeOf({ fileScanner: 'guardduty' }))).toEqual([by('FileUploaded'), by('FileScanned')]);
  });

  it('that cannot be looked into is tried again for hours, then kept where an alarm shows it', () => {
    const config = ofType(usual.service, 'AWS::Lambda::EventInvokeConfig').find(
      ({ properties }) => properties.FunctionName.Ref === 'ScanFile',
    );
    expect(config?.properties).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Unprocessed', 'Arn'] } } },
    });
  });
});

describe('the scanner', () => {
  const scanFile = (of: Assembly) =>
    ofType(of.service, 'AWS::Lambda::Function').find(({ id }) => id === 'ScanFile');
  const plans = (of: Assembly) => ofType(of.service, 'AWS::GuardDuty::MalwareProtectionPlan');

  it('is none of Amazon’s unless asked for, nor in China; and then nobody else is in a network', () => {
    for (const settings of [{}, china, { ...china, ...clamd }]) expect(plans(madeOf(settings))).toEqual([]);
    const inNetwork = ofType(usual.service, 'AWS::Lambda::Function').filter(
      ({ properties }) => properties.VpcConfig,
    );
    expect(inNetwork).toEqual([]);
    expect(JSON.stringify(usual.service)).not.toContain('ec2:');
  });

  it('clamd is reached from the office’s own network: scan-file alone runs there', () => {
    const of = madeOf(clamd);
    const inNetwork = ofType(of.service, 'AWS::Lambda::Function').filter(
      ({ properties }) => properties.VpcConfig,
    );
    expect(inNetwork.map(({ id }) => id)).toEqual(['ScanFile']);
    expect(scanFile(of)?.properties.VpcConfig).toEqual({
      SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      SecurityGroupIds: ['sg-0123456789abcdef0'],
    });
    const interfaces = statementsOf(of.service).filter(({ actions }) =>
      actions.some((one) => one.startsWith('ec2:')),
    );
    expect(interfaces.flatMap(({ roles }) => roles)).toEqual(['ScanFileRole']);
    expect(interfaces[0]?.actions).toContain('ec2:CreateNetworkInterface');
    // Beside another scanner the network is not used.
    expect(scanFile(madeOf({ ...clamd, fileScanner: 'none' }))?.properties.VpcConfig).toBeUndefined();
  });

  describe('GuardDuty', () => {
    const of = madeOf({ fileScanner: 'guardduty' });
    const own = statementsOf(of.service).filter(({ of: id }) => id === 'FileScannerRole');

    it('looks at uploads, tags them, and tells scan-file what it found', () => {
      expect(plans(of).map(({ id, properties }) => [id, properties])).toEqual([
        [
          'MalwareProtection',
          {
            Role: { 'Fn::GetAtt': ['FileScannerRole', 'Arn'] },
            ProtectedResource: { S3Bucket: { BucketName: { Ref: 'storage.Uploads' } } },
            Actions: { Tagging: { Status: 'ENABLED' } },
          },
        ],
      ]);
      expect(resource(of.service, 'FileScanned')?.properties.EventPattern).toEqual({
        source: ['aws.guardduty'],
        'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
        detail: { s3ObjectDetails: { bucketName: [{ Ref: 'storage.Uploads' }] } },
      });
    });

    it('has the rights that it asks for, on this bucket and its own rule alone', () => {
      const [trust, ...rights] = own;
      expect(trust?.principal).toEqual({ Service: 'malware-protection-plan.guardduty.amazonaws.com' });
      expect(rights.flatMap(({ actions }) => actions).sort()).toEqual(
        [
          ...['events:DeleteRule', 'events:PutRule', 'events:PutTargets', 'events:RemoveTargets'],
          ...['events:DescribeRule', 'events:ListTargetsByRule'],
          ...['s3:GetBucketNotification', 's3:PutBucketNotification', 's3:ListBucket'],
          ...['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
          ...['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
          ...['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
        ].sort(),
      );
      for (const { actions, resources, condition } of rights) {
        for (const one of resources)
          expect(one).toMatch(
            /"storage\.Uploads"|:rule\/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3\*"/,
          );
        if (actions.includes('s3:PutObject'))
          expect(resources.join()).toContain('/malware-protection-resource-validation-object"');
        if (actions.includes('events:PutRule'))
          expect(condition).toEqual({
            StringLike: { 'events:ManagedBy': 'malware-protection-plan.guardduty.amazonaws.com' },
          });
      }
    });
  });
});
