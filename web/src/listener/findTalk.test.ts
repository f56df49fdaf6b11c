import { expect, it } from 'vitest';
import { codeOf } from './findTalk';

it('understands codes as people type them', () => {
  const typed = [
    'golden-eagle-427',
    ' Golden Eagle 427 ',
    'https://talks.test/#golden-eagle-427',
    'golden – eagle_427',
  ];

  expect(typed.map(codeOf)).toEqual(Array(4).fill('golden-eagle-427'));
});
