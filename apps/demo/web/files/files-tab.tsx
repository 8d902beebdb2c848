import { type FormEvent, useState } from 'react';
import { Notice } from '../layout/notice.tsx';
import { StackChoice } from '../layout/stack-choice.tsx';
import { useService } from '../service/service-context.ts';
import { STACKS, type Stack } from '../service/stacks.ts';
import { DatasetProblems } from './dataset-problems.tsx';
import { DropZone } from './drop-zone.tsx';
import { FileTable } from './file-table.tsx';
import { useFiles } from './use-files.ts';
import { useUpload } from './use-upload.ts';

interface FilesTabProps {
  readonly shown: boolean;
  onUploaded(fileId: string): void;
}

/** Training files: checked line by line while they are sent, then listed. */
export function FilesTab({ shown, onUploaded }: FilesTabProps) {
  const { provider } = useService();
  const [stack, setStack] = useState<Stack>(STACKS[0].id);
  const [file, setFile] = useState<File>();
  const { files, error, refresh } = useFiles(provider.id, shown && provider.files);
  const { upload, send, stop, reset } = useUpload(({ id }) => {
    onUploaded(id);
    refresh();
  });
  const sending = upload.state === 'checking' || upload.state === 'sending';
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (file !== undefined) void send(stack, file);
  };

  if (!provider.files) {
    return <p className="hint">{provider.label} stores no files. Choose another service at the top to keep some.</p>;
  }
  return (
    <>
      <form className="two-columns" onSubmit={onSubmit}>
        <DropZone
          file={file}
          onFile={(chosen) => {
            setFile(chosen);
            reset();
          }}
        />
        <div className="stacked">
          <StackChoice name="files-stack" chosen={stack} onChoose={setStack} />
          <div className="actions">
            <button type="submit" disabled={file === undefined || sending}>
              Upload
            </button>
            <button type="button" className="quiet" disabled={!sending} onClick={stop}>
              Cancel
            </button>
          </div>
          <progress value={upload.progress} aria-label="Share of the file sent" />
          <p className="hint" aria-live="polite">
            {upload.state === 'checking' && 'Checking its lines …'}
            {upload.state === 'sending' && `${Math.round(upload.progress * 100)} % sent`}
            {upload.stored && `${upload.stored.filename} is kept as ${upload.stored.id} and ready for fine-tuning.`}
            {upload.state === 'idle' && 'One JSON object per line, each with messages that end in the answer to learn.'}
          </p>
        </div>
      </form>
      {upload.error !== undefined &&
        (upload.error.problems.length > 0 && file !== undefined ? (
          <DatasetProblems file={file} problems={upload.error.problems} count={upload.error.problemCount} />
        ) : (
          <Notice error={upload.error} />
        ))}
      <p className="samples">
        No file at hand? <a href="/samples/questions-of-varne.jsonl">questions-of-varne.jsonl</a> holds 14 questions to
        learn, <a href="/samples/checks-of-varne.jsonl">checks-of-varne.jsonl</a> others to check the training by, and{' '}
        <a href="/samples/broken.jsonl">broken.jsonl</a> shows what is said of mistakes.
      </p>
      <section aria-labelledby="stored-files">
        <h2 id="stored-files">Files at {provider.label}</h2>
        {error ? (
          <Notice error={error} action="Read again" onAction={refresh} />
        ) : (
          <FileTable provider={provider.id} files={files} onChanged={refresh} />
        )}
      </section>
    </>
  );
}
