import { type ReactNode, useEffect, useRef } from 'react';

interface ScrollBoxProps {
  readonly className: string;
  readonly label: string;
  readonly children: ReactNode;
  readonly busy?: boolean;
  /** Keeps the end in sight whenever this changes. */
  readonly follow?: unknown;
}

/** A box that scrolls, and that the keyboard can reach to scroll it. */
export function ScrollBox({ className, label, children, busy = false, follow }: ScrollBoxProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (follow !== undefined && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [follow]);
  const focusable = { tabIndex: 0, role: 'group', 'aria-label': label, 'aria-busy': busy };
  return (
    <div
      {...focusable}
      className={className}
      ref={(element) => {
        box.current = element;
      }}
    >
      {children}
    </div>
  );
}
