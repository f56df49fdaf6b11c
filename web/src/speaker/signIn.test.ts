import { expect, it } from 'vitest';
import { userName } from './signIn';

it('makes a name of what somebody is called', () => {
  expect(['María José', 'x.y-1', ''].map(userName)).toEqual(['Maria-Jose', 'x.y-1', 'speaker']);
});
