import { type KeyboardEvent, type ReactNode, useRef } from 'react';

const NAMES = ['Chat', 'Files', 'Fine-tuning', 'Tokens'] as const;

/** The name of a tab. */
export type TabName = (typeof NAMES)[number];

const STEPS: Readonly<Record<string, (at: number) => number>> = {
  ArrowRight: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  Home: () => 0,
  End: () => NAMES.length - 1,
};

interface TabsProps {
  readonly chosen: TabName;
  onChoose(name: TabName): void;
  panel(name: TabName): ReactNode;
}

/** The tab that the address names, so that a reload stays where it was. */
export function tabInAddress(): TabName {
  const named = decodeURIComponent(window.location.hash.slice(1));
  return NAMES.find((name) => name.toLowerCase() === named) ?? NAMES[0];
}

/** A tab list as the ARIA practices describe it: arrows move, Tab goes on to the panel. */
export function Tabs({ chosen, onChoose, panel }: TabsProps) {
  const buttons = useRef(new Map<TabName, HTMLButtonElement>());
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const name = NAMES.at(step(NAMES.indexOf(chosen)) % NAMES.length) as TabName;
    onChoose(name);
    buttons.current.get(name)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label="What to try" onKeyDown={onKeyDown}>
        {NAMES.map((name) => (
          <button
            key={name}
            ref={(button) => {
              if (button) buttons.current.set(name, button);
            }}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === chosen}
            aria-controls={`panel-${name}`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => onChoose(name)}
          >
            {name}
          </button>
        ))}
      </div>
      {NAMES.map((name) => (
        <div key={name} role="tabpanel" id={`panel-${name}`} aria-labelledby={`tab-${name}`} hidden={name !== chosen}>
          {panel(name)}
        </div>
      ))}
    </>
  );
}
