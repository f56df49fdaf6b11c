import { expect, it } from 'vitest';
import { byPreference, ownName } from './languages';

it('puts the languages that the browser asks for first, dialects near', () => {
  expect(byPreference(['en', 'es', 'pt', 'pt-BR', 'ca'], ['pt-BR', 'ca-ES', 'en'])).toEqual([
    'pt-BR',
    'pt',
    'ca',
    'en',
    'es',
  ]);
});

it('calls languages by their own names', () => {
  expect([ownName('ca'), ownName('xx')]).toEqual(['Català', 'xx']);
});
