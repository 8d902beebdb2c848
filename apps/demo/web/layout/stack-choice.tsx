import { STACKS, type Stack } from '../service/stacks.ts';

interface StackChoiceProps {
  readonly name: string;
  readonly chosen: Stack;
  onChoose(stack: Stack): void;
}

/** Which of the three integrations carries a request; the result is the same through each. */
export function StackChoice({ name, chosen, onChoose }: StackChoiceProps) {
  return (
    <fieldset className="choice">
      <legend>Through</legend>
      {STACKS.map(({ id, label }) => (
        <label key={id}>
          <input type="radio" name={name} checked={id === chosen} onChange={() => onChoose(id)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
