import './choice.css';

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value | '';
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  /** What stands for nothing chosen; absent, something must be. */
  readonly none?: string;
  readonly onChange: (value: Value | undefined) => void;
}

/** One of a few. */
export function Choice<Value extends string>({ label, value, options, none, onChange }: ChoiceProps<Value>) {
  return (
    <label className="choice">
      <span className="support">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange((event.target.value || undefined) as Value | undefined)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
