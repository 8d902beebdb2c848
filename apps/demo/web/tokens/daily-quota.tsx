import { useEffect, useState } from 'react';
import { requestJson } from '../service/request-json.ts';

interface Quota {
  readonly project: string;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
}

interface DailyQuotaProps {
  readonly project: string;
  /** Whether it is in sight; it is read anew when it comes into sight. */
  readonly shown: boolean;
}

const REFRESH_MS = 2_000;
const number = new Intl.NumberFormat('en');

/** A project's daily tokens, as a bar and in words; it moves as the project chats. */
export function DailyQuota({ project, shown }: DailyQuotaProps) {
  const [quota, setQuota] = useState<Quota>();

  useEffect(() => {
    if (!shown || project.trim() === '') return undefined;
    const read = () =>
      requestJson<Quota>(`/api/quota?project=${encodeURIComponent(project.trim())}`).then(setQuota, () => undefined);
    void read();
    const timer = setInterval(read, REFRESH_MS);
    return () => clearInterval(timer);
  }, [project, shown]);

  if (!shown) return null;
  return (
    <div className="quota">
      <progress max={quota?.limit ?? 1} value={quota?.used ?? 0} aria-label="Tokens used today" />
      <p>
        {quota === undefined ? (
          'Reading how many tokens are left today …'
        ) : (
          <>
            Daily quota of <strong>{quota.project}</strong>: {number.format(quota.used)} of {number.format(quota.limit)}{' '}
            tokens used today, {number.format(quota.remaining)} left.
          </>
        )}
      </p>
    </div>
  );
}
