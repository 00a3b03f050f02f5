import type { RouteAnswer } from '../route.ts';

export const project = (description: string): RouteAnswer => ({ description, schema: 'Project', etag: true });

export const movedOn: RouteAnswer = {
  description: 'The page to go on with; for a form-encoded request',
  location: true,
};
