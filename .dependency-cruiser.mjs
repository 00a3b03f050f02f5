// Who may import whom: imports go down only. Each rule's comment says what to do instead.

/** The rooms of `shared/`, from the ground up: a room imports those before it, never one behind it. */
export const rooms = [
  'values',
  'runtime',
  'forms',
  'history',
  'workflow',
  'contract',
  'store',
  'identity',
  'pages',
  'document',
  'declaration',
  'http',
  'attachments',
  'project',
  'evidence',
  'effects',
];

const pure = '^shared/(values|forms|history|workflow)/';
const dynamoDb = '^node_modules/@aws-sdk/(client-dynamodb|util-dynamodb)';

const downwards = rooms.slice(0, -1).map((room, index) => ({
  name: `${room}-imports-only-what-stands-below`,
  comment: `The rooms from the ground up: ${rooms.join(', ')}. Move what both need into the lower one.`,
  severity: 'error',
  from: { path: `^shared/${room}/` },
  to: { path: `^shared/(${rooms.slice(index + 1).join('|')})/` },
}));

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Move what both need into a file of its own. Types count: a reader follows them as well.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...downwards,
    {
      name: 'pure-core-imports-only-itself-and-zod',
      comment: 'The core has no SDK, no clock and no ids: take them as arguments.',
      severity: 'error',
      from: { path: pure },
      to: {
        pathNot: [pure, '^node_modules/zod/', '^(node:)?crypto$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-the-door-decides',
      comment:
        'Name a command to shared/project/change.ts: it loads, asks the core, and writes all that follows.',
      severity: 'error',
      from: {
        path: '^(functions|shared|infra)/',
        pathNot: '^shared/(workflow/|project/(change|after|requests-after|reconcile)\\.ts)',
      },
      to: { path: '^shared/workflow/(decide|deciding|drafting|requesting|urging|evolve|result)\\.ts' },
    },
    {
      name: 'only-the-door-composes-records',
      comment: 'Records, requests, drafts and revisions follow from a command: see shared/project/after.ts.',
      severity: 'error',
      from: {
        path: '^(functions|shared|infra)/',
        pathNot: '^shared/project/(change|composed|replay|after|requests-after|items)\\.ts',
      },
      to: { path: '^shared/project/(after|requests-after|items)\\.ts' },
    },
    {
      name: 'only-the-project-knows-its-keys',
      comment: 'Ask shared/project for what stands in a project, or name a command to its door.',
      severity: 'error',
      from: { path: '^(functions|shared|infra)/', pathNot: '^shared/project/' },
      to: { path: '^shared/project/keys\\.ts' },
    },
    {
      name: 'only-the-store-imports-dynamodb',
      comment: 'Ask shared/store for what you need.',
      severity: 'error',
      from: { path: '^(functions|shared)/', pathNot: '^shared/store/' },
      to: { path: dynamoDb },
    },
    {
      name: 'only-checkpoints-and-attachments-import-key-and-buckets',
      comment:
        'Ask shared/evidence/checkpoints for a signature or a kept checkpoint, shared/attachments for a file.',
      severity: 'error',
      from: {
        path: '^(functions|shared)/',
        pathNot: '^shared/(evidence/checkpoints/(signer|archive)|attachments/object-store)',
      },
      to: { path: '^node_modules/@aws-sdk/(client-(kms|s3)|s3-)' },
    },
    {
      name: 'no-function-imports-another',
      comment: 'What two functions need belongs into shared/.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'shared-does-not-look-up',
      comment: 'shared/ is below functions/, infra/ and test/.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|infra|test)/' },
    },
    {
      name: 'the-local-host-knows-only-the-template',
      comment:
        'What it runs, it runs because the template says so. Its commands are called as all others are.',
      severity: 'error',
      // Whoever serves writes the settings of the deployment and of the server into one file.
      from: { path: '^infra/local/', pathNot: '^infra/local/serve/settings-file\\.ts' },
      to: { path: '^(functions|shared|test)/|^infra/(?!local/|commands/command-line\\.ts)' },
    },
    {
      name: 'a-functions-thread-loads-no-package',
      comment:
        'Each thread would load it anew, at every cold start: let the host do it, from what the thread says.',
      severity: 'error',
      from: { path: '^infra/local/services/lambda/worker\\.ts' },
      to: { path: '^node_modules/', reachable: true },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      // `browser:` and `verifier:` are the bundler's own schemes for scripts that it builds and hands on as text.
      to: { couldNotResolve: true, pathNot: '^(browser|verifier):' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(cdk\\.out|\\.local)/' },
    // The TypeScript 7 compiler has no API yet that the tool could use.
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
