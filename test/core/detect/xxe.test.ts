import { xxe } from '#core/detect/xxe.ts';
import { readDeclarations } from '#core/text/dtd.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectText, runDetectorCases, runHostileInputs, subjectOf } from '../../support/detector-cases.ts';

runDetectorCases(xxe);

const scoreOf = (text: string, role: 'xml' | 'prose' | 'html' | 'code'): number =>
  Math.max(0, ...inspectText(xxe, text, subjectOf({ role }, text)).map((m) => m.score ?? m.rule.score));

describe('where it stands', () => {
  const attack = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';

  test('in XML and in text that is XML it is refused, in code it is none of our business', () => {
    expect(scoreOf(attack, 'xml')).toBeGreaterThanOrEqual(0.8);
    expect(scoreOf(attack, 'prose')).toBeGreaterThanOrEqual(0.8);
    expect(scoreOf(attack, 'html')).toBeLessThan(0.8);
    expect(scoreOf(attack, 'code')).toBe(0);
  });

  test('in a text that introduces it it is a finding', () => {
    expect(scoreOf(`The following payload reads a file of the server through an entity: ${attack}`, 'prose')).toBeLessThan(0.8);
  });
});

describe('declarations', () => {
  test('are read with their identifiers', () => {
    const read = readDeclarations('<!DOCTYPE a PUBLIC "-//A//DTD B//EN" \'b.dtd\' [<!ENTITY % c SYSTEM "d"><!ENTITY e \'f\'>]>');
    expect(read.map(({ kind, name, isParameter, external, value }) => ({ kind, name, isParameter, external, value }))).toEqual([
      { kind: 'doctype', name: 'a', isParameter: false, external: { publicId: '-//A//DTD B//EN', systemId: 'b.dtd' }, value: null },
      { kind: 'entity', name: 'c', isParameter: true, external: { publicId: null, systemId: 'd' }, value: null },
      { kind: 'entity', name: 'e', isParameter: false, external: null, value: 'f' },
    ]);
  });

  test('of any text throw nothing', () => {
    const part = fc.constantFrom('<!DOCTYPE ', '<!ENTITY ', '% ', 'a', ' SYSTEM ', ' PUBLIC ', '"', "'", '>', '[', ']');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        for (const { start, end } of readDeclarations(text)) expect(start <= end && end <= text.length).toBe(true);
      }),
    );
  });
});

runHostileInputs(
  xxe,
  'xml',
  [
    '<!ENTITY a "',
    '<!ENTITY a "&a;&b;">',
    '<!DOCTYPE ',
    '<!',
    '<![CDATA[',
    '<![CDATA[<]]>',
    '<xi:include href="',
    '<xsl:a b="',
    '<?xml encoding=',
  ],
  '<a>',
);
runHostileInputs(xxe, 'prose', ['a ', '<', '&a;', '% '], '<!DOCTYPE a [<!ENTITY b "');
