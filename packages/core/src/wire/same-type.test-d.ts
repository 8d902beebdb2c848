/** The names of all fields of a type; of a union, those of all its members. */
type FieldsOf<T> = T extends unknown ? keyof T : never;

/** What a field holds; in a union, what it holds in any member. */
type Held<T, Field extends PropertyKey> = T extends { [F in Field]?: infer Value } ? Value : never;

type IsAny<T> = 0 extends 1 & T ? true : false;

type Plain = string | number | boolean | null | undefined;

type Objects<T> = T extends Plain ? never : T extends ReadonlyArray<infer Item> ? Objects<Item> : T;

/** The paths of the fields that `Theirs` has and `Ours` lacks, `Depth` levels deep. */
type Lacking<Ours, Theirs, Depth extends 0[] = [0, 0, 0, 0]> = Depth extends [0, ...infer Deeper extends 0[]]
  ? {
      [Field in FieldsOf<Theirs> & string]: Field extends FieldsOf<Ours>
        ? Join<Field, Lacking<Objects<Held<Ours, Field>>, Objects<Held<Theirs, Field>>, Deeper>>
        : Field;
    }[FieldsOf<Theirs> & string]
  : never;

type Join<Field extends string, Rest> = Rest extends string ? `${Field}.${Rest}` : never;

/**
 * `true` where either type is assignable to the other and ours knows every field of theirs; otherwise what is wrong.
 *
 * Assignability alone would not notice an optional field that ours lacks, nor a type of theirs that was not found.
 */
export type Same<Ours, Theirs> =
  IsAny<Ours> extends true
    ? 'ours is any'
    : IsAny<Theirs> extends true
      ? 'theirs is any'
      : [Ours] extends [Theirs]
        ? [Theirs] extends [Ours]
          ? [Lacking<Objects<Ours>, Objects<Theirs>>] extends [never]
            ? true
            : { 'ours lacks': Lacking<Objects<Ours>, Objects<Theirs>> }
          : 'theirs is not assignable to ours'
        : 'ours is not assignable to theirs';

/** A table of proofs; the compiler names the line that does not hold. */
export type Proven<Table extends Record<string, true>> = Table;
