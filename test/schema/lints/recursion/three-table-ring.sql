create table public.firsts (id uuid primary key, next uuid);
alter table public.firsts enable row level security;
create table public.seconds (id uuid primary key, next uuid);
alter table public.seconds enable row level security;
create table public.thirds (id uuid primary key, next uuid);
alter table public.thirds enable row level security;
create policy firsts_select on public.firsts for select to authenticated using (next in (select id from public.seconds));
create policy seconds_select on public.seconds for select to authenticated using (next in (select id from public.thirds));
create policy thirds_select on public.thirds for select to authenticated using (next in (select id from public.firsts));
