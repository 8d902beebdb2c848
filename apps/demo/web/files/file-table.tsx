import { useState } from 'react';
import { fileSize } from '../layout/file-size.ts';
import { Notice } from '../layout/notice.tsx';
import { ScrollBox } from '../layout/scroll-box.tsx';
import { requestJson } from '../service/request-json.ts';
import { readableError, type ServiceError } from '../service/service-error.ts';
import type { StoredFile } from './send-file.ts';

interface FileTableProps {
  readonly provider: string;
  readonly files: readonly StoredFile[];
  onChanged(): void;
}

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** The files the service holds, to fetch or to delete. */
export function FileTable({ provider, files, onChanged }: FileTableProps) {
  const [error, setError] = useState<ServiceError>();
  const pathOf = (id: string, tail = '') => `/api/files/${encodeURIComponent(id)}${tail}?provider=${provider}`;
  const remove = (id: string) => {
    setError(undefined);
    requestJson(pathOf(id), 'DELETE')
      .catch((thrown: unknown) => setError(readableError(thrown)))
      .finally(onChanged);
  };
  if (files.length === 0) return <p className="hint">No files yet.</p>;
  return (
    <>
      {error && <Notice error={error} />}
      <ScrollBox className="wide" label="Stored files">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Size</th>
              <th scope="col" className="spare">
                Purpose
              </th>
              <th scope="col" className="spare">
                Kept since
              </th>
              <th scope="col" className="spare">
                Id
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {files.map(({ id, filename, bytes, purpose, created_at }) => (
              <tr key={id}>
                <th scope="row">{filename}</th>
                <td>{fileSize(bytes)}</td>
                <td className="spare">{purpose}</td>
                <td className="spare">{time.format(created_at * 1000)}</td>
                <td className="spare">
                  <code>{id}</code>
                </td>
                <td className="row-actions">
                  <a href={pathOf(id, '/content')} download={filename}>
                    Download
                  </a>
                  <button type="button" className="link" aria-label={`Delete ${filename}`} onClick={() => remove(id)}>
                    Delete
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}
