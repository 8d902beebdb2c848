import { Application, ReflectionKind } from 'typedoc';

/** The types whose properties people write: each property has to say its unit, its range, its default. */
const WRITTEN_BY_PEOPLE = /(?:Options|Fields|Settings|Hooks|Quirks|Limits|Timeouts)$/;

/** A plugin of typedoc that warns of every option without a word about it. */
export function load(app: Application): void {
  app.on(Application.EVENT_VALIDATE_PROJECT, (project) => {
    for (const property of project.getReflectionsByKind(ReflectionKind.Property)) {
      let owner = property.parent;
      while (owner?.kindOf(ReflectionKind.TypeLiteral)) owner = owner.parent;
      if (owner === undefined || !WRITTEN_BY_PEOPLE.test(owner.name) || property.hasComment()) continue;
      app.logger.validationWarning(`${property.getFullName()} is an option without documentation`);
    }
  });
}
