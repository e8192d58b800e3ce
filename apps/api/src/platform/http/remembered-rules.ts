import { getMetadataStorage, MetadataStorage } from 'class-validator';

type Gather = MetadataStorage['getTargetValidationMetadatas'];
type Rules = ReturnType<Gather>;

/**
 * Gathers the rules of a class once. The library does it for every value that it checks, and asks each class that has rules
 * whether it is a parent of this one: 40 µs a request with those that we have, and a little more with every new one.
 */
export class RememberedRules extends MetadataStorage {
  private gathered = new WeakMap<object, Rules>();

  /** Goes on where `said` stands: decorators have been speaking to it since the first import. */
  constructor(said: MetadataStorage) {
    super();
    Object.assign(this, said);
  }

  override addValidationMetadata(...rule: Parameters<MetadataStorage['addValidationMetadata']>): void {
    // a rule may be that of a parent, so all are gathered again
    this.gathered = new WeakMap();
    super.addValidationMetadata(...rule);
  }

  override getTargetValidationMetadatas(...asked: Parameters<Gather>): Rules {
    const [target, ...special] = asked;
    // a body may bring a `constructor` that is no class; schemas and groups are not in use
    if (typeof target !== 'function' || special.some(Boolean)) return super.getTargetValidationMetadatas(...asked);
    const known = this.gathered.get(target);
    if (known) return known;
    const rules = super.getTargetValidationMetadatas(...asked);
    this.gathered.set(target, rules);
    return rules;
  }
}

/** Puts them where the library looks for its storage; it has no other door. The second call finds them there. */
export function rememberRules(): void {
  const said = getMetadataStorage();
  if (said instanceof RememberedRules) return;
  Object.assign(globalThis, { classValidatorMetadataStorage: new RememberedRules(said) });
}
