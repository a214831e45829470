/**
 * What a component says of its own parameters: kind, default, meaning, source.
 *
 * A table is plain data. The scenario schema, `--help`, `explain` and the reports are made from it,
 * so a new component needs no edit anywhere else. Values reach the component in base units:
 *
 * | kind     | written as               | value                       |
 * | -------- | ------------------------ | --------------------------- |
 * | duration | `80 us`, `7 days`        | whole ticks of 100 ns       |
 * | size     | `64 KiB`, `1 MB`         | whole bytes                 |
 * | rate     | `10 Gbps`, `5 MB/s`      | bytes per second            |
 * | arrivals | `5 /s`, `1 MB/s`         | `{ per, second }`           |
 * | fraction | `30 %`, `0.3`            | 0 to 1                      |
 * | count    | `100`                    | whole number                |
 * | number   | `1.5`                    | float                       |
 * | choice   | one of `options`         | string                      |
 * | text     | any string               | string                      |
 * | flag     | `true`, `false`          | boolean                     |
 * | list     | YAML list of `of`        | array                       |
 * | map      | YAML map of name to `of` | record                      |
 * | group    | YAML map with fixed keys | object                      |
 */

/** How well a default is known. `choice` marks a design of the experiment, not a claim about the world. */
export type Status = 'published' | 'from source' | 'measured' | 'estimate' | 'choice';

export interface Knowledge {
  /** One line for people: what the parameter is. */
  readonly about: string;
  readonly status: Status;
  /** Where the default comes from; empty only for `choice`. */
  readonly source?: string;
}

/** `min` and `max` are inclusive and in the base unit of the kind. */
interface Bounded {
  readonly min?: number;
  readonly max?: number;
}

/** How often something arrives: that many items, or bytes of their payload, per second; above 0. */
export interface Arrivals {
  readonly per: 'item' | 'byte';
  readonly second: number;
}

export type Quantity = 'duration' | 'size' | 'rate' | 'fraction' | 'count' | 'number';

/** A numeric default may be written with its unit (`'64 KiB'`); null means "absent unless given". */
export type Parameter = Knowledge &
  (
    | (Bounded & { readonly kind: Quantity; readonly default: number | string | null })
    | { readonly kind: 'arrivals'; readonly default: number | string | null }
    | {
        readonly kind: 'choice';
        readonly options: readonly string[];
        readonly default: string | null;
      }
    | {
        readonly kind: 'text';
        readonly default: string | null;
        /** The text may be the path of a file, whose content then travels with the scenario. */
        readonly file?: boolean;
        /** A bare number is taken as its text. */
        readonly numeric?: boolean;
      }
    | { readonly kind: 'flag'; readonly default: boolean | null }
    | { readonly kind: 'list'; readonly of: Parameter; readonly default: readonly unknown[] | null }
    | {
        readonly kind: 'map';
        readonly of: Parameter;
        readonly default: Readonly<Record<string, unknown>> | null;
      }
    | { readonly kind: 'group'; readonly fields: ParameterTable }
  );

export type ParameterTable = Readonly<Record<string, Parameter>>;

type Present<P extends Parameter> = P extends { kind: Quantity }
  ? number
  : P extends { kind: 'arrivals' }
    ? Arrivals
    : P extends { kind: 'choice'; options: readonly (infer O)[] }
      ? O
      : P extends { kind: 'text' }
        ? string
        : P extends { kind: 'flag' }
          ? boolean
          : P extends { kind: 'list'; of: infer E extends Parameter }
            ? Present<E>[]
            : P extends { kind: 'map'; of: infer E extends Parameter }
              ? Record<string, Present<E>>
              : P extends { kind: 'group'; fields: infer F extends ParameterTable }
                ? Values<F>
                : never;

/** The values of a table as its component receives them. */
export type Values<T extends ParameterTable> = {
  -readonly [K in keyof T]: T[K] extends { default: null } ? Present<T[K]> | null : Present<T[K]>;
};
