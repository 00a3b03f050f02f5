import { expect, it } from '@jest/globals';
import { openApi } from '../../../functions/static/openapi.ts';
import { limits } from '../../../shared/contract/limits.ts';
import { routes } from '../../../shared/contract/routes.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';

const names = Object.keys(limits);

it.each(names)('the limit of %s is some route’s, whose description says it', (name) => {
  const limited = routes.filter((route) => route.limits?.some((one) => one === name));
  expect(limited).not.toEqual([]);
  const { paths } = openApi('https://countersign.example', '0', [form]) as {
    paths: Record<string, Record<string, { description: string; responses: Record<string, object> }>>;
  };
  for (const { path, method } of limited) {
    const operation = paths[path]?.[method.toLowerCase()];
    const { most, what } = limits[name as keyof typeof limits];
    expect(operation?.description).toContain(`At most ${most} ${what.en} in`);
    expect(operation?.responses['429']).toHaveProperty('headers.Retry-After');
  }
});

it.each(Object.entries(limits))(
  'the windows of %s fill a day, so that none crosses midnight',
  (_, { minutes }) => {
    expect((24 * 60) % minutes).toBe(0);
  },
);
