import { expect, test } from 'vitest';
import { createPace, type Pace } from '../../../webview/pace.ts';

/** A hand and a browser whose frames come when the test says so. */
function stage() {
  let tell: ((time: number) => void) | undefined;
  let now = 1000;
  const drawn: string[] = [];
  const pace: Pace = createPace((how) => drawn.push(how), {
    nextFrame: (next) => {
      tell = next;
    },
  });
  const frame = (after: number): void => {
    now += after;
    const next = tell;
    tell = undefined;
    next?.(now);
  };
  return {
    pace,
    drawn,
    /** So many frames while the hand moves. */
    move: (frames: number, each: number) => {
      for (let i = 0; i < frames; i++) {
        pace.moved();
        frame(each);
      }
    },
    /** So many frames while it does not. */
    rest: (frames: number, each: number) => {
      for (let i = 0; i < frames; i++) frame(each);
    },
    isWatching: () => tell !== undefined,
  };
}

test('what keeps up with thirty frames a second is drawn sharply throughout', () => {
  const { move, rest, drawn, isWatching } = stage();
  move(60, 33);
  rest(20, 16);
  expect(drawn).toEqual([]);
  expect(isWatching()).toBe(false);
});

test('what does not is drawn coarsely after four frames, and sharply when the hand has rested', () => {
  const { move, rest, drawn } = stage();
  move(4, 34);
  expect(drawn).toEqual([]);
  move(1, 34);
  expect(drawn).toEqual(['coarse']);
  move(30, 16);
  rest(9, 16);
  expect(drawn).toEqual(['coarse']);
  rest(1, 16);
  expect(drawn).toEqual(['coarse', 'sharp']);
});

test('one late frame among quick ones changes nothing', () => {
  const { move, drawn } = stage();
  move(5, 16);
  move(1, 80);
  move(5, 16);
  expect(drawn).toEqual([]);
});

test('the next movement of a slow picture is coarse from its first frame, that of another picture is not', () => {
  const { pace, move, rest, drawn } = stage();
  move(6, 60);
  rest(3, 60);
  expect(drawn).toEqual(['coarse', 'sharp']);
  pace.moved();
  expect(drawn).toEqual(['coarse', 'sharp', 'coarse']);
  rest(4, 60);
  pace.forget();
  move(3, 16);
  expect(drawn).toEqual(['coarse', 'sharp', 'coarse', 'sharp']);
});
