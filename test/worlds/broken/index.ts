import type { BrokenWorld, SoundWorld } from './faults.ts';
import { ACC_SOUND, ACC_WORLDS } from './acc.ts';
import { ACL_SOUND, ACL_WORLDS } from './acl.ts';
import { ACL_PART_SOUND, ACL_PART_WORLDS } from './acl-parts.ts';
import { ADV_SOUND, ADV_WORLDS } from './adv.ts';
import { COST_SOUND, COST_WORLDS } from './cost.ts';
import { DNS_SOUND, DNS_WORLDS } from './dns.ts';
import { DNS_LATTICE_SOUND, DNS_LATTICE_WORLDS } from './dns-lattice.ts';
import { DNS_SET_SOUND, DNS_SET_WORLDS } from './dns-sets.ts';
import { GOV_SOUND, GOV_WORLDS } from './gov.ts';
import { GOV_TAGS_SOUND, GOV_TAGS_WORLDS } from './gov-tags.ts';
import { GWLB_SOUND, GWLB_WORLDS } from './gwlb.ts';
import { GWLB_PART_SOUND, GWLB_PART_WORLDS } from './gwlb-parts.ts';
import {
  INSIDE_ROUTE_SOUND,
  INSIDE_ROUTE_WORLDS,
  RESOURCE_ROUTE_SOUND,
  RESOURCE_ROUTE_WORLDS,
} from './inside-routes.ts';
import { IP_SOUND, IP_WORLDS } from './ip.ts';
import { LIF_SOUND, LIF_WORLDS } from './lif.ts';
import { MEASURED_SOUND, MEASURED_WORLDS } from './measured.ts';
import { META_SOUND, META_WORLDS } from './meta.ts';
import { NET_ROUTE_SOUND, NET_ROUTE_WORLDS } from './net-routes.ts';
import { NET_SOUND, NET_WORLDS } from './net.ts';
import { NLB_METRIC_SOUND, NLB_METRIC_WORLDS } from './nlb-metrics.ts';
import { ADV_ROUTE_SOUND, ADV_ROUTE_WORLDS, NLB_ROUTE_PART, NLB_ROUTE_SOUND, NLB_ROUTE_WORLDS } from './nlb-routes.ts';
import { NLB_SOUND, NLB_WORLDS } from './nlb.ts';
import { NLB_PART_SOUND, NLB_PART_WORLDS } from './nlb-parts.ts';
import { NET_METRIC_SOUND, NET_METRIC_WORLDS } from './net-metrics.ts';
import { NONE_LEFT_SOUND, NONE_LEFT_WORLDS } from './none-left.ts';
import { OBS_METRIC_SOUND, OBS_METRIC_WORLDS } from './obs-metrics.ts';
import { OBS_SOUND, OBS_WORLDS } from './obs.ts';
import { ONB_SOUND, ONB_WORLDS } from './onb.ts';
import { POL_SOUND, POL_WORLDS } from './pol.ts';
import { REG_SOUND, REG_WORLDS } from './reg.ts';
import { RES_WORLDS } from './res.ts';
import { RES_SOUND } from './res-sound.ts';
import { RT_SOUND, RT_WORLDS } from './rt.ts';
import { SG_SOUND, SG_WORLDS } from './sg.ts';
import { SG_PART_SOUND, SG_PART_WORLDS } from './sg-parts.ts';
import { STAND_IN_SOUND, STAND_IN_WORLDS } from './stand-ins.ts';
import { SVC_SOUND, SVC_WORLDS } from './svc.ts';
import { ZONAL_NAME_SOUND, ZONAL_NAME_WORLDS } from './zonal-names.ts';

/**
 * One world for each rule and some for the ways in which one rule's fault shows. They are written from what AWS does and
 * documents, not from what the rules look at, so that each judges the other.
 */
export const brokenWorlds: readonly BrokenWorld[] = [
  ...LIF_WORLDS,
  ...REG_WORLDS,
  ...NET_WORLDS,
  ...NET_ROUTE_WORLDS,
  ...INSIDE_ROUTE_WORLDS,
  ...NET_METRIC_WORLDS,
  ...DNS_WORLDS,
  ...DNS_LATTICE_WORLDS,
  ...DNS_SET_WORLDS,
  ...RT_WORLDS,
  ...ACL_WORLDS,
  ...ACL_PART_WORLDS,
  ...SG_WORLDS,
  ...SG_PART_WORLDS,
  ...STAND_IN_WORLDS,
  ...IP_WORLDS,
  ...ACC_WORLDS,
  ...SVC_WORLDS,
  ...NLB_WORLDS,
  ...NLB_PART_WORLDS,
  ...NLB_METRIC_WORLDS,
  ...NONE_LEFT_WORLDS,
  ...ZONAL_NAME_WORLDS,
  ...NLB_ROUTE_WORLDS,
  ...NLB_ROUTE_PART,
  ...ADV_ROUTE_WORLDS,
  ...GWLB_WORLDS,
  ...GWLB_PART_WORLDS,
  ...RES_WORLDS,
  ...RESOURCE_ROUTE_WORLDS,
  ...POL_WORLDS,
  ...OBS_WORLDS,
  ...OBS_METRIC_WORLDS,
  ...GOV_WORLDS,
  ...GOV_TAGS_WORLDS,
  ...COST_WORLDS,
  ...ADV_WORLDS,
  ...ONB_WORLDS,
  ...MEASURED_WORLDS,
  ...META_WORLDS,
];

/** Worlds close to a fault in which nothing is wrong. */
export const soundWorlds: readonly SoundWorld[] = [
  ...LIF_SOUND,
  ...REG_SOUND,
  ...NET_SOUND,
  ...NET_ROUTE_SOUND,
  ...INSIDE_ROUTE_SOUND,
  ...NET_METRIC_SOUND,
  ...DNS_SOUND,
  ...DNS_LATTICE_SOUND,
  ...DNS_SET_SOUND,
  ...RT_SOUND,
  ...ACL_SOUND,
  ...ACL_PART_SOUND,
  ...SG_SOUND,
  ...SG_PART_SOUND,
  ...STAND_IN_SOUND,
  ...IP_SOUND,
  ...ACC_SOUND,
  ...SVC_SOUND,
  ...NLB_SOUND,
  ...NLB_PART_SOUND,
  ...NLB_METRIC_SOUND,
  ...NONE_LEFT_SOUND,
  ...ZONAL_NAME_SOUND,
  ...NLB_ROUTE_SOUND,
  ...ADV_ROUTE_SOUND,
  ...GWLB_SOUND,
  ...GWLB_PART_SOUND,
  ...RES_SOUND,
  ...RESOURCE_ROUTE_SOUND,
  ...POL_SOUND,
  ...OBS_SOUND,
  ...OBS_METRIC_SOUND,
  ...GOV_SOUND,
  ...GOV_TAGS_SOUND,
  ...COST_SOUND,
  ...ADV_SOUND,
  ...ONB_SOUND,
  ...MEASURED_SOUND,
  ...META_SOUND,
];
