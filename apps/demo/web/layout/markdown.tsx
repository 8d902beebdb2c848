import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';

/** An answer as text with structure; whatever HTML a model writes stays text, and no picture is fetched from anywhere. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="prose">
      <ReactMarkdown rehypePlugins={[rehypeSanitize]} disallowedElements={['img']}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
