import { Grid, type GridColumn, type GridProps } from './grid.js';
import { TreeMore } from './tree-more.js';

/** A row of an opened tree, or what is left of one of its branches. */
export type TreeGridLine =
  | { readonly kind: 'row'; readonly key: string; readonly level: number; readonly open: boolean | undefined }
  | {
      readonly kind: 'more';
      readonly key: string;
      readonly level: number;
      readonly left: number | undefined;
    };

interface TreeGridProps<Line extends TreeGridLine> {
  readonly label: string;
  readonly columns: readonly GridColumn<Line>[];
  readonly tree: {
    readonly lines: readonly Line[];
    toggle(index: number, open: boolean): void;
    more(key: string): void;
  };
  readonly rowHeight: number;
  /** Rows below stand no further to the right. */
  readonly deepest?: number;
  readonly selected: number | undefined;
  readonly onSelect: NonNullable<GridProps<Line>['onSelect']>;
  readonly onOpen: (line: Extract<Line, { kind: 'row' }>, index: number) => void;
}

/** A tree whose branches are asked for as they are opened; its column `name` carries it. */
export function TreeGrid<Line extends TreeGridLine>(props: TreeGridProps<Line>) {
  const { label, columns, tree, rowHeight, deepest = Number.POSITIVE_INFINITY, selected, onSelect } = props;
  return (
    <Grid<Line>
      label={label}
      columns={columns}
      count={tree.lines.length}
      row={(index) => tree.lines[index]}
      rowKey={(index) => `${tree.lines[index].kind} ${tree.lines[index].key}`}
      rowHeight={rowHeight}
      selected={selected}
      onSelect={onSelect}
      onOpen={(index) => {
        const line = tree.lines[index];
        if (line?.kind === 'row') props.onOpen(line as Extract<Line, { kind: 'row' }>, index);
        if (line?.kind === 'more') tree.more(line.key);
      }}
      onToggle={tree.toggle}
      tree={{
        column: 'name',
        level: ({ level }) => Math.min(level, deepest),
        isOpen: (line) => (line.kind === 'row' ? line.open : undefined),
      }}
      wide={(line) =>
        line.kind === 'more' ? (
          <TreeMore level={line.level} left={line.left} onMore={() => tree.more(line.key)} />
        ) : undefined
      }
    />
  );
}
