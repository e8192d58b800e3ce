import type { SchoolPolicy } from '../policy.js';
import type { Slot } from '../states.js';
import type { PolicyVariant } from '../variants.js';
import type { ParameterGroup } from './groups.js';

type Scalar = string | number | boolean | null;
type IsLeaf<T> = [T] extends [Scalar]
  ? true
  : T extends readonly unknown[]
    ? true
    : string extends keyof T
      ? true
      : false;

/** The path of every value that can be decided on its own: 'invite.ttl_days', 'review.levels.employer_invite'. */
type Leaves<T, P extends string = ''> = {
  [K in keyof T & string]: IsLeaf<T[K]> extends true ? `${P}${K}` : Leaves<T[K], `${P}${K}.`>;
}[keyof T & string];

type ValueAt<T, K extends string> = K extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? ValueAt<T[Head], Rest>
    : never
  : K extends keyof T
    ? T[K]
    : never;

export type ParameterKey = Leaves<SchoolPolicy>;
export type ParameterValue<K extends ParameterKey> = ValueAt<SchoolPolicy, K>;

export interface OptionWords {
  label: string;
  /** What follows from choosing it. */
  note: string;
}

interface Words {
  group: ParameterGroup;
  title: string;
  /** One sentence: what it decides. */
  explain: string;
  /** The processes of the manuals that stand or fall with it. */
  variants?: readonly PolicyVariant[];
  /** The part of the product that will ask for it, while that part is not there yet. */
  awaits?: string;
}

export interface SwitchSpec extends Words {
  kind: 'switch';
  on: string;
  off: string;
}
export interface NumberSpec extends Words {
  kind: 'number';
  unit: string;
  min: number;
  max: number;
}
export interface ChoiceSpec<V extends string = string> extends Words {
  kind: 'choice';
  options: Record<V, OptionWords>;
}
/** Some of a few. `ordered`: their order means something. */
export interface ListSpec<V extends string = string> extends Words {
  kind: 'list';
  ordered: boolean;
  options: Record<V, string>;
  /** In words, when nothing is chosen. */
  none: string;
  /** Between two of them, in words; a list comma when left out. */
  between?: string;
}
/** So many days before an event, several times. */
export interface DaysSpec extends Words {
  kind: 'days';
  min: number;
  max: number;
  most: number;
}
export interface DatesSpec extends Words {
  kind: 'dates';
}
export interface PrecedenceSpec extends Words {
  kind: 'precedence';
}
export interface TimeSpec extends Words {
  kind: 'time';
}
/** The same for every school; shown, not chosen. */
export interface FixedSpec extends Words {
  kind: 'fixed';
  label: string;
}
export interface ByLevelSpec<V extends string = string> extends Words {
  kind: 'by_level';
  levels: Record<string, string>;
  options: Record<V, OptionWords>;
}
export interface ChannelsSpec<V extends string = string> extends Words {
  kind: 'channels';
  /** 'default' holds for every event that is not named. */
  events: Record<string, string>;
  options: Record<V, string>;
}

/** What kind of control and words a value of this type can have. */
type SpecOf<V> = [V] extends [boolean]
  ? SwitchSpec
  : [V] extends [number]
    ? NumberSpec
    : [V] extends [number[]]
      ? DaysSpec
      : [V] extends [[Slot, Slot][]]
        ? PrecedenceSpec
        : [V] extends [string[]]
          ? string extends V[number]
            ? ListSpec | DatesSpec
            : ListSpec<V[number]>
          : [V] extends [string]
            ? string extends V
              ? FixedSpec
              : ChoiceSpec<V> | FixedSpec
            : [V] extends [string | null]
              ? TimeSpec
              : V extends Record<string, (infer U extends string)[]>
                ? ChannelsSpec<U>
                : V extends Record<string, infer U extends string>
                  ? ByLevelSpec<U>
                  : never;

export type ParameterSpec<K extends ParameterKey = ParameterKey> = SpecOf<ParameterValue<K>>;

export type AnyParameterSpec =
  | SwitchSpec
  | NumberSpec
  | ChoiceSpec
  | ListSpec
  | DaysSpec
  | DatesSpec
  | PrecedenceSpec
  | TimeSpec
  | FixedSpec
  | ByLevelSpec
  | ChannelsSpec;

/** The parameters of some groups of the policy, all of them. */
export type ParametersOf<G extends keyof SchoolPolicy> = {
  readonly [K in Extract<ParameterKey, `${G}.${string}`>]: ParameterSpec<K>;
};
