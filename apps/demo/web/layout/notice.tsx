import type { ServiceError } from '../service/service-error.ts';

interface NoticeProps {
  readonly error: ServiceError;
  /** What the button says that goes on from here. */
  readonly action?: string;
  onAction?(): void;
}

/** An error where it happened, in words, with a way on. */
export function Notice({ error, action, onAction }: NoticeProps) {
  return (
    <div className="notice" role="alert">
      <p>{error.message}</p>
      {action !== undefined && (
        <button type="button" className="quiet" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
