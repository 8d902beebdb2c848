import { type DragEvent, useRef, useState } from 'react';
import { fileSize } from '../layout/file-size.ts';

interface DropZoneProps {
  readonly file: File | undefined;
  onFile(file: File | undefined): void;
}

/** Where a training file is dropped or chosen. */
export function DropZone({ file, onFile }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const { files } = event.dataTransfer;
    if (files[0] === undefined || input.current === null) return;
    // The input then names the file, as if it had been chosen.
    input.current.files = files;
    onFile(files[0]);
  };
  return (
    <label
      className="drop-zone"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span>Training file</span>
      <input
        ref={input}
        type="file"
        aria-label="Training file"
        accept=".jsonl,.json,.txt,application/jsonl"
        onClick={(event) => {
          // The same file, mended, can be chosen again.
          event.currentTarget.value = '';
        }}
        onChange={(event) => onFile(event.currentTarget.files?.[0])}
      />
      <small aria-hidden="true">{file ? fileSize(file.size) : 'Drop a .jsonl file here, or choose one.'}</small>
    </label>
  );
}
