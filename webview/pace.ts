/*
 * Where no graphics card helps, the pixels of the canvas are what costs: half as many each way make a picture move four
 * times as fast. So a hand that moves it gets a coarser picture, if a sharp one would not keep up, and a sharp one when it
 * rests.
 */

/** Below so many frames a second a movement is seen as a series of pictures. */
const WANTED_PER_SECOND = 30;
/** How many frames in a row are judged. */
const JUDGED = 4;
/** A hand rests that has not moved for so long. */
const REST_MS = 150;

export interface Pace {
  /** The user has panned or zoomed. */
  moved(): void;
  /** Another picture is shown, which may be quicker to draw. */
  forget(): void;
}

/** What it runs on: the browser's own by default. */
export interface Clock {
  /** Calls back before the next frame with its time in milliseconds. */
  readonly nextFrame: (tell: (time: number) => void) => void;
}

const BROWSER: Clock = {
  nextFrame: (tell) => {
    requestAnimationFrame(tell);
  },
};

/**
 * Watches the frames of each movement.
 *
 * @param draw told to draw coarsely from now on, or sharply; only when that changes
 */
export function createPace(draw: (how: 'coarse' | 'sharp') => void, { nextFrame }: Clock = BROWSER): Pace {
  let isSlow = false;
  let isCoarse = false;
  let isMoving = false;
  let hasMoved = false;

  const become = (coarse: boolean): void => {
    if (coarse === isCoarse) return;
    isCoarse = coarse;
    draw(coarse ? 'coarse' : 'sharp');
  };

  const watch = (): void => {
    let movedAt: number | undefined;
    let times: number[] = [];
    const frame = (time: number): void => {
      if (hasMoved) movedAt = time;
      hasMoved = false;
      movedAt ??= time;
      if (time - movedAt >= REST_MS) {
        isMoving = false;
        become(false);
        return;
      }
      times = [...times, time].slice(-JUDGED - 1);
      const [first] = times;
      if (first !== undefined && times.length > JUDGED && time - first > (JUDGED * 1000) / WANTED_PER_SECOND) {
        isSlow = true;
      }
      if (isSlow) become(true);
      nextFrame(frame);
    };
    nextFrame(frame);
  };

  return {
    moved: () => {
      hasMoved = true;
      if (isMoving) return;
      isMoving = true;
      // What was slow a moment ago is slow still.
      if (isSlow) become(true);
      watch();
    },
    forget: () => {
      isSlow = false;
    },
  };
}
