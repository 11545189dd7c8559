import type { BrokenWorld, SoundWorld } from './faults.ts';

export const GWLB_WORLDS: readonly BrokenWorld[] = [];

export const GWLB_SOUND: readonly SoundWorld[] = [];
