import type { BrokenWorld, SoundWorld } from './faults.ts';

export const ADV_WORLDS: readonly BrokenWorld[] = [];

export const ADV_SOUND: readonly SoundWorld[] = [];
