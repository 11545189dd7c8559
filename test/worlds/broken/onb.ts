import type { BrokenWorld, SoundWorld } from './faults.ts';

export const ONB_WORLDS: readonly BrokenWorld[] = [];

export const ONB_SOUND: readonly SoundWorld[] = [];
