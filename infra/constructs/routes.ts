/** The functions that answer requests. */
export type RoutedFunction =
  | 'projects'
  | 'document'
  | 'decisions'
  | 'history'
  | 'evidence'
  | 'directory'
  | 'session'
  | 'static';

type Method = 'GET' | 'POST' | 'PUT';

export interface Route {
  readonly methods: readonly Method[];
  readonly path: string;
  readonly fn: RoutedFunction;
}

/** The contract at the edge: every address, and the function behind it. */
export const routes: readonly Route[] = [
  { methods: ['GET'], path: '/', fn: 'projects' },
  { methods: ['GET'], path: '/forms/{form}', fn: 'projects' },
  { methods: ['POST'], path: '/forms/{form}/submissions', fn: 'projects' },
  { methods: ['POST'], path: '/projects', fn: 'projects' },
  { methods: ['GET'], path: '/requests', fn: 'projects' },
  { methods: ['GET'], path: '/drafts', fn: 'projects' },
  { methods: ['POST'], path: '/drafts/submissions', fn: 'projects' },
  // POST is PUT for a page without JavaScript.
  { methods: ['GET', 'PUT', 'POST'], path: '/projects/{id}', fn: 'projects' },
  { methods: ['POST'], path: '/projects/{id}/submit', fn: 'projects' },
  { methods: ['POST'], path: '/projects/{id}/recall', fn: 'projects' },
  { methods: ['POST'], path: '/projects/{id}/withdraw', fn: 'projects' },
  { methods: ['POST'], path: '/projects/{id}/objection', fn: 'projects' },
  { methods: ['POST'], path: '/projects/{id}/unmask', fn: 'projects' },
  { methods: ['POST'], path: '/projects/{id}/reassignment', fn: 'decisions' },

  { methods: ['GET'], path: '/projects/{id}/document', fn: 'document' },

  { methods: ['GET', 'POST'], path: '/decisions/{token}', fn: 'decisions' },
  { methods: ['POST'], path: '/decisions/{token}/renew', fn: 'decisions' },

  { methods: ['GET'], path: '/history', fn: 'history' },
  { methods: ['GET', 'POST'], path: '/history/checkpoints', fn: 'evidence' },
  { methods: ['GET'], path: '/history/checkpoints/{number}', fn: 'evidence' },
  { methods: ['GET'], path: '/history/key', fn: 'evidence' },
  { methods: ['GET'], path: '/history/overview', fn: 'history' },
  { methods: ['GET'], path: '/history/details/{hash}', fn: 'history' },
  { methods: ['GET'], path: '/history/evidence', fn: 'evidence' },
  { methods: ['GET'], path: '/projects/{id}/evidence', fn: 'evidence' },
  { methods: ['GET'], path: '/projects/{id}/history', fn: 'history' },
  { methods: ['GET'], path: '/projects/{id}/history/verification', fn: 'history' },

  { methods: ['GET', 'PUT'], path: '/directory', fn: 'directory' },

  { methods: ['GET'], path: '/sign-in', fn: 'session' },
  { methods: ['GET'], path: '/sign-in/callback', fn: 'session' },
  { methods: ['POST'], path: '/sign-out', fn: 'session' },

  { methods: ['GET'], path: '/assets/{file}', fn: 'static' },
  { methods: ['GET'], path: '/openapi.json', fn: 'static' },
  { methods: ['GET'], path: '/health', fn: 'static' },
];
