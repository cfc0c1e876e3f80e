create table public.teams (id uuid primary key);
alter table public.teams enable row level security;
create table public.members (id uuid primary key, team_id uuid, user_id uuid);
alter table public.members enable row level security;
create policy teams_select on public.teams for select to authenticated using (id in (select team_id from public.members where user_id = (select auth.uid())));
create policy members_select on public.members for select to authenticated using (team_id in (select id from public.teams));
