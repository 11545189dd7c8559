import type { BrokenWorld, SoundWorld } from './faults.ts';

export const OBS_WORLDS: readonly BrokenWorld[] = [];

export const OBS_SOUND: readonly SoundWorld[] = [];
