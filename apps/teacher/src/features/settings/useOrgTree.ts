import type { OrgTree, TreeClass, TreeCollege, TreeMajor } from '@qiancheng/api-client/teacher';

export interface MajorNode extends TreeMajor {
  classes: TreeClass[];
  students: number;
}
export interface CollegeNode extends TreeCollege {
  majors: MajorNode[];
  classes: number;
  students: number;
}

const sum = (list: readonly { students: number }[]): number => list.reduce((total, one) => total + one.students, 0);

/** The three lists of the answer as a tree, each unit with what it holds. */
export function treeOf(tree: OrgTree): CollegeNode[] {
  const classes = Map.groupBy(tree.classes, (one) => one.majorId);
  const majors = Map.groupBy(tree.majors, (one) => one.collegeId);
  return tree.colleges.map((college) => {
    const own = (majors.get(college.id) ?? []).map((major): MajorNode => {
      const inside = [...(classes.get(major.id) ?? [])].sort((a, b) =>
        a.name.localeCompare(b.name, 'zh-CN', { numeric: true }),
      );
      return { ...major, classes: inside, students: sum(inside) };
    });
    return {
      ...college,
      majors: own,
      classes: own.reduce((total, major) => total + major.classes.length, 0),
      students: sum(own),
    };
  });
}

/** What a search leaves: a unit that matches keeps all below it, otherwise what below it matches. */
export function searched(nodes: readonly CollegeNode[], query: string): CollegeNode[] {
  const q = query.trim().toLowerCase();
  if (!q) return [...nodes];
  const hit = (...texts: (string | null)[]): boolean => texts.some((text) => text?.toLowerCase().includes(q));
  return nodes.flatMap((college) => {
    if (hit(college.name, college.code)) return [college];
    const majors = college.majors.flatMap((major) => {
      if (hit(major.name, major.code)) return [major];
      const classes = major.classes.filter((one) => hit(one.name, one.code));
      return classes.length ? [{ ...major, classes }] : [];
    });
    return majors.length ? [{ ...college, majors }] : [];
  });
}
