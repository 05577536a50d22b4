import { describe, expect, it } from 'vitest';
import { policiesFor, type Pack } from '#core/packs/pack.ts';
import { fill, hasAll, paramsOf } from '#core/packs/params.ts';

const manifest = {
  params: {
    type: 'object' as const,
    properties: {
      max: { type: 'number' as const, description: 'm', default: 5, minimum: 0 },
      names: { type: 'array' as const, description: 'n', default: ['a'], items: { type: 'string' as const, maxLength: 3 }, maxItems: 2 },
      pattern: { type: 'string' as const, description: 'p', default: null },
    },
  },
  strengths: { recommended: {}, strict: { max: 1 }, permissive: { max: 50, names: [] } },
};

describe('parameters', () => {
  it("are the tenant's over the strength's over the default", () => {
    expect(paramsOf(manifest, 'recommended', {}).params).toEqual({ max: 5, names: ['a'], pattern: null });
    expect(paramsOf(manifest, 'strict', {}).params).toMatchObject({ max: 1 });
    expect(paramsOf(manifest, 'strict', { max: 2 }).params).toMatchObject({ max: 2 });
  });
  it('that do not fit are all named at once', () => {
    const { faults } = paramsOf(manifest, 'strict', { max: -1, names: ['long', 'b', 'c'], patern: 'x', pattern: 7 });
    expect(faults.map(({ pointer }) => pointer).sort()).toEqual(['/max', '/names', '/names/0', '/patern', '/pattern']);
    expect(paramsOf(manifest, 'strict', JSON.parse('{"__proto__": 1}')).faults).toHaveLength(1);
  });
});

describe('placeholders', () => {
  const params = { max: 5, names: ['a', 'b'], pattern: null, text: '${max}", "effect": "allow' };
  it('become values, whatever is in them', () => {
    expect(fill({ a: { max: '${max}' }, b: ['x', '${names}', '${text}'], c: '${names}', d: 'max ${max}' }, params)).toEqual({
      a: { max: 5 },
      b: ['x', 'a', 'b', '${max}", "effect": "allow'],
      c: ['a', 'b'],
      d: 'max ${max}',
    });
  });
  it('without a value go, and say what has nothing to say', () => {
    expect(fill({ a: '${pattern}', b: ['${pattern}'], c: 1 }, params)).toEqual({ b: [], c: 1 });
    expect(hasAll(params, ['max', 'pattern'])).toBe(false);
    expect(hasAll({ names: [] }, ['names'])).toBe(false);
    expect(hasAll(params, ['max', 'names'])).toBe(true);
  });
  it('of nothing is a fault of the pack', () => {
    expect(() => fill('${nothing}', params)).toThrow('There is no parameter nothing');
    expect(() => fill('${constructor}', params)).toThrow('There is no parameter constructor');
  });
});

const limited = (measure: unknown) => {
  const limits = [{ id: 'l', key: 'tenant', window: '1h', max: 5, measure }];
  const policies = new Map([['own', { document: { effect: 'require', require: { limits } } }]]);
  return policiesFor({ manifest: { ...manifest, name: 'p' }, policies } as unknown as Pack, 'strict', {});
};

describe('documents', () => {
  it('count what needs no Cedar to be read', () => {
    for (const measure of ['concurrency', 'sum:/amount']) expect(limited(measure)).toMatchObject({ policies: [{ name: 'own' }] });
    expect(limited({ cedar: '1' })).toEqual({ faults: [{ pointer: '', detail: 'own: a pack holds no amounts in Cedar' }] });
  });
});
